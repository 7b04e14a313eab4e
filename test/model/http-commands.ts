import fc from "fast-check";
import { expect } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { problem, type Stage } from "../stage/stage.ts";
import * as model from "./http-model.ts";

type Expected = model.Expected;

/** The service under test, and what its clients keep. Its attempts stand in the order of the model's. */
export interface Real {
  readonly stage: Stage;
  readonly browsers: readonly Browser[];
  readonly started: StartedAttempt[];
  /** Which attempt each message with links is about, by person and message id. */
  readonly prompts: { person: string; message: string; at: number }[];
}

type Act = fc.AsyncCommand<Expected, Real>;

/** A thing to do; `when` says whether there is anything to do it to. */
const act = (
  name: string,
  run: (expected: Expected, real: Real) => Promise<void>,
  when = (_: Readonly<Expected>) => true,
): Act => ({
  check: when,
  run,
  toString: () => name,
});

const isSome = ({ attempts }: Readonly<Expected>) => attempts.length > 0;

/** The attempt that a number means: the latest for 0, the one before for 1. */
const nth = ({ attempts }: Expected, back: number): number => Math.max(0, attempts.length - 1 - back);

const pathOf = ({ started }: Real, at: number, rest = ""): string => `/v1/attempts/${started[at]?.id}${rest}`;

async function told(response: Response): Promise<string> {
  return response.ok ? `${response.status}` : problem(response);
}

const notFound = "404 attempt_not_found";

const start = (browser: number): Act =>
  act(`start ${browser}`, async (expected, real) => {
    const { at, status } = model.start(expected, browser);
    const response = await real.browsers[browser]?.request("POST", "/v1/attempts", { body: {} });
    expect(response?.status).toBe(status);
    const body = (await response?.json()) as StartedAttempt;
    if (status === 200) expect(body.id).toBe(real.started[at]?.id);
    else real.started.push(body);
  });

/** The attempt that the person's new message, if it has links, is about. */
function notePrompt({ stage, prompts }: Real, person: string, at: number): void {
  const message = stage.simulator.control.chat(person, stage.appid).findLast(({ from }) => from !== "person");
  if (message && message.links.length > 0) prompts.push({ person, message: message.id, at });
}

const scan = (person: string, back: number): Act =>
  act(
    `scan ${person} ${back}`,
    async (expected, real) => {
      const at = nth(expected, back);
      const started = real.started[at];
      model.scan(expected, at, person);
      if (started) await real.stage.scan(person, started);
      if (expected.attempts[at]?.row.openId === person) notePrompt(real, person, at);
    },
    isSome,
  );

const tap = (person: string, says: "yes" | "no", back: number): Act =>
  act(`tap ${person} ${says} ${back}`, async (expected, real) => {
    const { control } = real.stage.simulator;
    const prompt = real.prompts.filter((one) => one.person === person).at(-1 - back);
    const message = control.chat(person, real.stage.appid).find(({ id }) => id === prompt?.message);
    const label = says === "yes" ? "是我，登录" : "不是我";
    const link = message?.links.findIndex(({ text }) => text === label) ?? -1;
    if (!prompt || link < 0) return;
    model.answer(expected, prompt.at, person, says);
    await control.tap(person, real.stage.appid, prompt.message, link);
    notePrompt(real, person, prompt.at);
  });

const type = (person: string, says: "yes" | "no"): Act =>
  act(
    `type ${person} ${says}`,
    async (expected, real) => {
      model.typed(expected, person, says);
      await real.stage.say(person, says === "yes" ? "1" : "2");
      notePrompt(real, person, expected.scans.get(person)?.at(-1) ?? 0);
    },
    ({ scans }) => (scans.get(person)?.length ?? 0) > 0,
  );

const redeem = (browser: number, back: number): Act =>
  act(
    `redeem ${browser} ${back}`,
    async (expected, real) => {
      const at = nth(expected, back);
      const isOwn = expected.attempts[at]?.browser === browser;
      const due = isOwn ? model.redeem(expected, at) : notFound;
      const response = await real.browsers[browser]?.request("POST", pathOf(real, at, "/redeem"), { body: {} });
      expect(response && (await told(response))).toBe(due);
    },
    isSome,
  );

const cancel = (browser: number, back: number): Act =>
  act(
    `cancel ${browser} ${back}`,
    async (expected, real) => {
      const at = nth(expected, back);
      const due = expected.attempts[at]?.browser === browser ? model.cancel(expected, at) : notFound;
      const response = await real.browsers[browser]?.request("DELETE", pathOf(real, at));
      const body = response?.ok ? `200 ${((await response.json()) as { status: string }).status}` : undefined;
      expect(body ?? (response && (await problem(response)))).toBe(due);
    },
    isSome,
  );

const refresh = (browser: number, back: number): Act =>
  act(
    `refresh ${browser} ${back}`,
    async (expected, real) => {
      const at = nth(expected, back);
      const isOwn = expected.attempts[at]?.browser === browser;
      const response = await real.browsers[browser]?.request("POST", pathOf(real, at, "/refresh"));
      if (!isOwn) return expect(response && (await told(response))).toBe(notFound);
      expect(response?.status).toBe(201);
      const body = (await response?.json()) as StartedAttempt;
      const next = model.refresh(expected, at, browser);
      if (next < real.started.length) expect(body.id).toBe(real.started[next]?.id);
      else real.started.push(body);
    },
    isSome,
  );

const who = (browser: number): Act =>
  act(`session ${browser}`, (expected, real) => checkSession(expected, real, browser));

async function checkSession(expected: Expected, { browsers, stage }: Real, browser: number): Promise<void> {
  const person = model.signedIn(expected, browser);
  const response = await browsers[browser]?.request("GET", "/v1/session");
  expect(response?.status).toBe(person === undefined ? 401 : 200);
  if (person === undefined || !response) return;
  const { identity } = (await response.json()) as SessionView;
  expect(identity.openid).toBe(openIdOf(stage, person));
}

const openIdOf = ({ simulator, appid }: Stage, person: string): string | undefined =>
  simulator.world().people.find(({ name }) => name === person)?.openIds[appid];

const signOut = (browser: number): Act =>
  act(`sign out ${browser}`, async (expected, { browsers }) => {
    model.signOut(expected, browser);
    expect((await browsers[browser]?.request("DELETE", "/v1/session"))?.status).toBe(204);
  });

const look = (browser: number, back: number): Act =>
  act(`look ${browser} ${back}`, (expected, real) => checkView(expected, real, nth(expected, back), browser), isSome);

async function checkView(expected: Expected, real: Real, at: number, browser: number): Promise<void> {
  const response = await real.browsers[browser]?.request("GET", pathOf(real, at));
  if (expected.attempts[at]?.browser !== browser) return expect(response && (await told(response))).toBe(notFound);
  const { status, expiresAt, reason, version } = { ...model.shown(expected, at) };
  const due = { status, expiresAt: new Date(expiresAt).toISOString(), ...(reason ? { reason } : {}) };
  expect(await response?.json()).toMatchObject(due);
  expect(response?.headers.get("etag")).toBe(`"${version}"`);
}

const wait = (seconds: number): Act =>
  act(`wait ${seconds} s`, async (expected, { stage }) => {
    expected.now += seconds * 1000;
    await stage.clock.advance(seconds * 1000);
  });

/** The same push once more, to the byte: dealt with already, or too old. */
const again = (back: number): Act =>
  act(`deliver ${back} again`, async (expected, { stage }) => {
    const push = stage.pushes.at(-1 - back);
    if (!push) return;
    const response = await stage.saoma.fetch(new Request(push.url, push.init));
    const sentAt = Number(new URL(push.url).searchParams.get("timestamp")) * 1000;
    expect(response.status).toBe(Math.abs(expected.now - sentAt) <= 300_000 ? 200 : 403);
  });

const restart = act("restart", async (_, { stage }) => stage.restart());

/** At the end everything is compared that the run did not happen to look at. */
export async function compareAll(expected: Expected, real: Real): Promise<void> {
  for (const [at, { browser }] of expected.attempts.entries()) await checkView(expected, real, at, browser);
  for (const browser of real.browsers.keys()) await checkSession(expected, real, browser);
}

/** A few in a row, as people mostly do them: left to chance alone, hardly anybody would ever be signed in. */
const inOrder = (...steps: readonly Act[]): Act =>
  act(steps.join(", "), async (expected, real) => {
    for (const step of steps) if (step.check(expected)) await step.run(expected, real);
  });

const confirmed = (browser: number, person: string): Act =>
  inOrder(start(browser), scan(person, 0), tap(person, "yes", 0));

const signedIn = (browser: number, person: string): Act => inOrder(confirmed(browser, person), redeem(browser, 0));

const [browser, person] = [fc.constantFrom(0, 1), fc.constantFrom("xiaoming", "xiaohong")];
const back = fc.constantFrom(0, 0, 0, 1);
const says = fc.constantFrom("yes" as const, "yes" as const, "no" as const);

export const acts = [
  fc.tuple(browser, person).map((of) => confirmed(...of)),
  fc.tuple(browser, person).map((of) => signedIn(...of)),
  fc.tuple(browser, person).map((of) => signedIn(...of)),
  browser.map(start),
  browser.map(start),
  fc.tuple(person, back).map((of) => scan(...of)),
  fc.tuple(person, back).map((of) => scan(...of)),
  fc.tuple(person, says, back).map((of) => tap(...of)),
  fc.tuple(person, says, back).map((of) => tap(...of)),
  fc.tuple(person, says).map((of) => type(...of)),
  fc.tuple(browser, back).map((of) => redeem(...of)),
  fc.tuple(browser, back).map((of) => redeem(...of)),
  fc.tuple(browser, back).map((of) => look(...of)),
  fc.tuple(browser, back).map((of) => refresh(...of)),
  fc.tuple(browser, back).map((of) => cancel(...of)),
  browser.map(who),
  browser.map(signOut),
  back.map(again),
  fc.constantFrom(1, 10, 55, 60, 119, 130, 240).map(wait),
  fc.constant(restart),
];
