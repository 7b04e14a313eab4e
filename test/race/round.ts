import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { start } from "../stage/stage.ts";
import type { RaceRun } from "./harness.ts";
import { createPhones, type Phones } from "./phones.ts";

/** The result of one round of a race. */
export interface Round {
  /** The result of each call, in short. */
  readonly heard: readonly string[];
  /** Violations, by the answers and by the rows. */
  readonly wrong: readonly string[];
}

export type Race = (run: RaceRun, round: number) => Promise<Round>;

export interface Scene {
  readonly browser: Browser;
  readonly started: StartedAttempt;
  readonly scene: string;
  readonly phones: Phones;
  /** A person of this round. */
  person(runner: number): string;
  row(): Promise<{ status: string; version: number; openId: string | null; prompt: number }>;
}

export async function begin({ stage, rows }: RaceRun, round: number): Promise<Scene> {
  const browser = stage.browser();
  const started = await start(browser);
  const found = async () => (await rows('SELECT *, open_id AS "openId" FROM attempts WHERE id = ?', started.id))[0];
  const row = async () => (await found()) as never;
  const scene = String((await found())?.scene);
  return { browser, started, scene, phones: createPhones(stage), row, person: (runner) => `oR${round}P${runner}` };
}

export const one = (count: unknown, what: string): string[] => (count === 1 ? [] : [`${count} ${what}`]);
export const unless = (isRight: boolean, problem: () => string): string[] => (isRight ? [] : [problem()]);
export const kinds = <T>(all: readonly T[]): number => new Set(all).size;

export const count = async ({ rows }: RaceRun, sql: string, ...values: string[]): Promise<unknown> =>
  (await rows(`SELECT count(*) AS n FROM ${sql}`, ...values))[0]?.n;
export const sessionsOf = (run: RaceRun, { started }: Scene) => count(run, "sessions WHERE attempt_id = ?", started.id);
export const accountsOf = (run: RaceRun, round: number) =>
  count(run, "identities WHERE open_id LIKE ?", `oR${round}P%`);

/** A short name of the reply. */
export function inShort(reply: string): string {
  const words = {
    正在登录: "asked",
    你已登录: "signed in",
    用过了: "used",
    失效: "late",
    没有登录: "declined",
    已经退出: "undone",
  };
  return Object.entries(words).find(([part]) => reply.includes(part))?.[1] ?? reply.slice(0, 40);
}
