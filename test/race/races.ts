import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { start, whoIs } from "../stage/stage.ts";
import { createPhones, type Phones } from "./phones.ts";
import { ask, race, runners, type Track } from "./start-line.ts";

/** What one round of a race came to. */
export interface Round {
  /** What each runner heard, in short. */
  readonly heard: readonly string[];
  /** What is not as it must be, by the answers and by the rows. */
  readonly wrong: readonly string[];
}

export type Race = (track: Track, round: number) => Promise<Round>;

interface Scene {
  readonly browser: Browser;
  readonly started: StartedAttempt;
  readonly scene: string;
  readonly phones: Phones;
  /** A person of this round. */
  person(runner: number): string;
  row(): { status: string; version: number; openId: string | null; prompt: number };
}

async function begin({ stage, rows }: Track, round: number): Promise<Scene> {
  const browser = stage.browser();
  const started = await start(browser);
  const row = () => rows("SELECT *, open_id AS openId FROM attempts WHERE id = ?", started.id)[0] as never;
  const scene = (row() as { scene: string }).scene;
  return { browser, started, scene, phones: createPhones(stage), row, person: (runner) => `oR${round}P${runner}` };
}

const one = (count: unknown, what: string): string[] => (count === 1 ? [] : [`${count} ${what}`]);
const unless = (isRight: boolean, problem: () => string): string[] => (isRight ? [] : [problem()]);
const kinds = <T>(all: readonly T[]): number => new Set(all).size;

const count = ({ rows }: Track, sql: string, ...values: string[]): unknown =>
  rows(`SELECT count(*) AS n FROM ${sql}`, ...values)[0]?.n;
const sessionsOf = (track: Track, { started }: Scene) => count(track, "sessions WHERE attempt_id = ?", started.id);
const accountsOf = (track: Track, round: number) => count(track, "identities WHERE open_id LIKE ?", `oR${round}P%`);

/** The reply in a word. */
function inShort(reply: string): string {
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

const redeem: Race = async (track, round) => {
  const at = await begin(track, round);
  await at.phones.scan(at.person(0), at.scene);
  await at.phones.tap(at.person(0), at.row().prompt);
  const answers = await race(() => ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`));
  const used = await whoIs(at.browser);
  const late = await race(() => ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`));
  return {
    heard: [...answers, ...late].map(({ said }) => said),
    wrong: [
      ...unless(
        answers.every(({ said }) => said === "200"),
        () => "a redeem in time was refused",
      ),
      ...one(kinds(answers.map(({ body }) => body.session?.id)), "sessions were told of"),
      ...one(sessionsOf(track, at), "sessions in the database"),
      ...unless(used !== undefined, () => "the session was not good"),
      ...unless(
        late.every(({ said }) => said === "409 already_redeemed"),
        () => "handed out after its use",
      ),
    ],
  };
};

const scanByMany: Race = async (track, round) => {
  const at = await begin(track, round);
  const heard = (await race((runner) => at.phones.scan(at.person(runner), at.scene))).map(inShort);
  const winner = at.row().openId;
  return {
    heard,
    wrong: [
      ...one(heard.filter((word) => word === "asked").length, "people were asked"),
      ...unless(heard.filter((word) => word === "used").length === runners - 1, () => `the others heard ${heard}`),
      ...unless(winner === at.person(heard.indexOf("asked")), () => `${winner} is written down`),
      ...unless(at.row().version === 2, () => `version ${at.row().version}`),
    ],
  };
};

const scanAgain: Race = async (track, round) => {
  const at = await begin(track, round);
  const replies = await race((runner) =>
    at.phones.scan(at.person(0), at.scene, runner % 2 === 0 ? undefined : 1_700_000_000 + runner),
  );
  return {
    heard: replies.map(inShort),
    wrong: [
      ...one(kinds(replies), "replies to one person's scans"),
      ...unless(at.row().version === 2, () => `version ${at.row().version}`),
    ],
  };
};

const confirm: Race = async (track, round) => {
  const at = await begin(track, round);
  await at.phones.scan(at.person(0), at.scene);
  const { prompt } = at.row();
  const heard = await race((runner) =>
    runner % 2 === 0 ? at.phones.tap(at.person(0), prompt) : at.phones.type(at.person(0), "1"),
  );
  return {
    heard: heard.map(inShort),
    wrong: [
      ...unless(
        heard.every((reply) => inShort(reply) === "signed in"),
        () => `heard ${heard.map(inShort)}`,
      ),
      ...one(accountsOf(track, round), "accounts of the person"),
      ...unless(at.row().version === 3, () => `version ${at.row().version}`),
    ],
  };
};

const confirmByOthers: Race = async (track, round) => {
  const at = await begin(track, round);
  await at.phones.scan(at.person(7), at.scene);
  const { prompt } = at.row();
  const heard = (await race((runner) => at.phones.tap(at.person(runner), prompt))).map(inShort);
  return {
    heard,
    wrong: [
      ...unless(
        heard.every((word, runner) => (word === "signed in") === (runner === 7)),
        () => `heard ${heard}`,
      ),
      ...one(accountsOf(track, round), "accounts"),
      ...unless(at.row().openId === at.person(7), () => `${at.row().openId} is written down`),
    ],
  };
};

/** In every other round the redeems have a start, so that both sides win now and then. */
const undo: Race = async (track, round) => {
  const at = await begin(track, round);
  await at.phones.scan(at.person(0), at.scene);
  await at.phones.tap(at.person(0), at.row().prompt);
  const heard = await race(async (runner) => {
    if (runner % 2 === 0) return (await ask(at.browser, "POST", `/v1/attempts/${at.started.id}/redeem`)).said;
    for (let turns = round % 2 === 0 ? 40 : 0; turns > 0; turns--) await Promise.resolve();
    return inShort(await at.phones.type(at.person(0), "2"));
  });
  const live = count(track, "sessions WHERE attempt_id = ? AND ended_at IS NULL", at.started.id);
  const known = count(track, "browsers JOIN identities USING (account_id) WHERE open_id = ?", at.person(0));
  return {
    heard,
    wrong: [
      ...unless(live === 0, () => `${live} sessions live after "not me"`),
      ...unless(known === 0, () => 'the browser is known after "not me"'),
      ...unless(["declined", "redeemed"].includes(at.row().status), () => at.row().status),
    ],
  };
};

const startOnce: Race = async (track, round) => {
  const at = await begin(track, round);
  await ask(at.browser, "DELETE", `/v1/attempts/${at.started.id}`);
  const answers = await race(() => ask(at.browser, "POST", "/v1/attempts"));
  const hash = "browser_hash = (SELECT browser_hash FROM attempts WHERE id = ?)";
  return {
    heard: answers.map(({ said }) => said),
    wrong: [
      ...one(kinds(answers.map(({ body }) => body.id)), "attempts were told of"),
      ...one(
        count(track, `attempts WHERE status = 'pending' AND ${hash}`, at.started.id),
        "pending attempts in the database",
      ),
    ],
  };
};

export const races: Readonly<Record<string, Race>> = {
  "one browser redeems": redeem,
  "many people scan one QR": scanByMany,
  "one person scans again and again": scanAgain,
  "one person confirms": confirm,
  "everybody taps one person's link": confirmByOthers,
  "redeeming against undoing": undo,
  "one browser starts": startOnce,
};

export interface Results {
  readonly rounds: number;
  /** How often each thing was heard. */
  readonly heard: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
}

/** Runs one race so many times. Numbers of rounds are told apart, so that no two have a person in common. */
export async function run(track: Track, race: Race, rounds: number, first: number): Promise<Results> {
  const heard: Record<string, number> = {};
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const result = await race(track, first + round);
    for (const word of result.heard) heard[word] = (heard[word] ?? 0) + 1;
    wrong.push(...result.wrong.map((problem) => `round ${first + round}: ${problem}`));
    await track.stage.clock.advance(1_000);
  }
  return { rounds, heard, wrong };
}
