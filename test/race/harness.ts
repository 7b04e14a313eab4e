import type { Browser, BrowserOptions } from "../stage/browser.ts";
import { type Stage, setStage } from "../stage/stage.ts";

/** The number of calls at once. */
export const concurrency = 64;

type Value = string | number | null;

/** A stage without effective limits, and direct access to its database. */
export interface RaceRun {
  readonly stage: Stage;
  rows(sql: string, ...values: Value[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

export async function createRaceRun(): Promise<RaceRun> {
  const often = { times: 1_000_000, per: "1m" } as const;
  const stage = await setStage({
    options: {
      limits: { pushesPerPerson: often, attemptsPerAddress: often, attemptsPerAddressLong: often },
    },
    application: { confirm: "always" },
  });
  return { stage, rows: stage.rows, close: stage.close };
}

/** Makes all calls at once. Returns the result of each. */
export const race = <T>(act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: concurrency }, (_, index) => act(index)));

export interface Answer {
  /** `200`, or `409 already_redeemed`. */
  readonly said: string;
  readonly body: {
    readonly id?: string;
    readonly session?: { readonly id: string };
    readonly refreshToken?: string;
  };
}

export async function ask(
  browser: Browser,
  method: string,
  path: string,
  options: BrowserOptions = {},
): Promise<Answer> {
  const response = await browser.request(method, path, { body: {}, ...options });
  const body = (await response.json()) as Answer["body"] & { code?: string };
  return { said: response.ok ? `${response.status}` : `${response.status} ${body.code}`, body };
}
