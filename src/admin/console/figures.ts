import type { SignInHour } from "../../domain/sign-in-hour.ts";
import type { Say } from "./texts.ts";

/**
 * The hours that the screen Today shows: those of the last day, and the full hours of it and of the same day a week
 * ago.
 */
export interface Days {
  readonly today: readonly SignInHour[];
  readonly whole: readonly SignInHour[];
  readonly weekAgo: readonly SignInHour[];
}

export const percent = (part: number, whole: number): string =>
  whole === 0 ? "0" : String(Math.round((part / whole) * 100));

export const seconds = (count: number | undefined, say: Say): string =>
  count === undefined ? "–" : say("seconds", { count: String(count) });
