import type { SignInHour } from "../../domain/sign-in-hour.ts";
import type { Say } from "./texts.ts";

/** The hours of the screen: those of today, and of them and of a week ago the ones that are whole. */
export interface Days {
  readonly today: readonly SignInHour[];
  readonly whole: readonly SignInHour[];
  readonly weekAgo: readonly SignInHour[];
}

export const percent = (part: number, whole: number): string =>
  whole === 0 ? "0" : String(Math.round((part / whole) * 100));

export const seconds = (count: number | undefined, say: Say): string =>
  count === undefined ? "–" : say("seconds", { count: String(count) });
