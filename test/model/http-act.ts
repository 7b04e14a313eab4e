import type fc from "fast-check";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { problem, type Stage } from "../stage/stage.ts";
import type { Expected } from "./http-model.ts";

/** The service under test, and the state of its clients. Attempts are in the same order as in the model. */
export interface Real {
  readonly stage: Stage;
  readonly browsers: readonly Browser[];
  readonly started: StartedAttempt[];
  /** The attempt that each message with links belongs to, by person and message id. */
  readonly prompts: { person: string; message: string; at: number }[];
}

export type Act = fc.AsyncCommand<Expected, Real>;

/** A command of a run. `when` returns whether the state has what it acts on. */
export const act = (
  name: string,
  run: (expected: Expected, real: Real) => Promise<void>,
  when = (_: Readonly<Expected>) => true,
): Act => ({
  check: when,
  run,
  toString: () => name,
});

export const isSome = ({ attempts }: Readonly<Expected>) => attempts.length > 0;

/** The attempt that a number means: the latest for 0, the one before for 1. */
export const nth = ({ attempts }: Expected, back: number): number => Math.max(0, attempts.length - 1 - back);

export const pathOf = ({ started }: Real, at: number, rest = ""): string => `/v1/attempts/${started[at]?.id}${rest}`;

export async function told(response: Response): Promise<string> {
  return response.ok ? `${response.status}` : problem(response);
}

export const notFound = "404 attempt_not_found";
