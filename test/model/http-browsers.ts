import { expect } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import { problem, type Stage } from "../stage/stage.ts";
import { type Act, act, isSome, notFound, nth, pathOf, type Real, told } from "./http-act.ts";
import type { Expected } from "./http-model.ts";
import * as model from "./http-model.ts";

export const start = (browser: number): Act =>
  act(`start ${browser}`, async (expected, real) => {
    const { at, status } = model.start(expected, browser);
    const response = await real.browsers[browser]?.request("POST", "/v1/attempts", { body: {} });
    expect(response?.status).toBe(status);
    const body = (await response?.json()) as StartedAttempt;
    if (status === 200) expect(body.id).toBe(real.started[at]?.id);
    else real.started.push(body);
  });

export const redeem = (browser: number, back: number): Act =>
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

export const cancel = (browser: number, back: number): Act =>
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

export const refresh = (browser: number, back: number): Act =>
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

export const who = (browser: number): Act =>
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

export const signOut = (browser: number): Act =>
  act(`sign out ${browser}`, async (expected, { browsers }) => {
    model.signOut(expected, browser);
    expect((await browsers[browser]?.request("DELETE", "/v1/session"))?.status).toBe(204);
  });

export const look = (browser: number, back: number): Act =>
  act(`look ${browser} ${back}`, (expected, real) => checkView(expected, real, nth(expected, back), browser), isSome);

async function checkView(expected: Expected, real: Real, at: number, browser: number): Promise<void> {
  const response = await real.browsers[browser]?.request("GET", pathOf(real, at));
  if (expected.attempts[at]?.browser !== browser) return expect(response && (await told(response))).toBe(notFound);
  const { status, expiresAt, reason, version } = { ...model.shown(expected, at) };
  const due = { status, expiresAt: new Date(expiresAt).toISOString(), ...(reason ? { reason } : {}) };
  expect(await response?.json()).toMatchObject(due);
  expect(response?.headers.get("etag")).toBe(`"${version}"`);
}

/** Compares at the end what the run did not compare on its way. */
export async function compareAll(expected: Expected, real: Real): Promise<void> {
  for (const [at, { browser }] of expected.attempts.entries()) await checkView(expected, real, at, browser);
  for (const browser of real.browsers.keys()) await checkSession(expected, real, browser);
}
