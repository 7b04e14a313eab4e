import { expect } from "vitest";
import type { IdentitiesView } from "../../src/wire/account.ts";
import type { Browser } from "./browser.ts";
import { redeem, type Stage, stageOf, start } from "./stage.ts";

const yes = { "sign-in": "是我，登录", prove: "是我，确认" } as const;

/** Starts an attempt of this purpose, scans, confirms in the chat and redeems. Needs a stage that always asks. */
async function through(
  browser: Browser,
  person: string,
  purpose: keyof typeof yes = "sign-in",
  body: object = {},
): Promise<Response> {
  const stage = stageOf(browser);
  const started = await start(browser, { purpose, ...body });
  await stage.scan(person, started);
  await stage.tap(person, yes[purpose]);
  return redeem(browser, started);
}

/** Opens another browser and signs in by this person's WeChat. */
export async function signedIn(stage: Stage, person: string): Promise<Browser> {
  const browser = stage.browser();
  await through(browser, person);
  return browser;
}

/** Has a WeChat of the account approve one action, which `what` names. */
export const approve = (browser: Browser, person: string, what: object = {}): Promise<Response> =>
  through(browser, person, "prove", what);

/** Adds this person's WeChat to the account that the browser is signed in to. `by` approves it. */
export async function link(browser: Browser, person: string, by: string): Promise<Response> {
  await approve(browser, by);
  const stage = stageOf(browser);
  const started = await start(browser, { purpose: "link" });
  await stage.scan(person, started);
  const pairingCode = stage.pairingCode(started);
  return browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { pairingCode } });
}

export const identities = async (browser: Browser): Promise<IdentitiesView> =>
  (await (await browser.request("GET", "/v1/account/identities")).json()) as IdentitiesView;

/** The id of the identity that the browser's session signed in with. */
export async function ownId(browser: Browser): Promise<string> {
  const own = (await identities(browser)).identities.find(({ isCurrent }) => isCurrent);
  if (!own) throw new Error("this session was signed in by no identity of the account");
  return own.id;
}

/** Has `by` approve the removal of an identity, then asks for it. It is removed at once or announced. */
export async function remove(browser: Browser, id: string, by: string): Promise<Response> {
  await approve(browser, by, { for: "remove", identity: id });
  return browser.request("DELETE", `/v1/account/identities/${id}`);
}

export async function deleteAccount(browser: Browser, by: string): Promise<Response> {
  await approve(browser, by, { for: "delete" });
  return browser.request("DELETE", "/v1/account");
}

export const stopChange = (browser: Browser, id: string): Promise<Response> =>
  browser.request("DELETE", `/v1/account/changes/${id}`);

export const changes = async (browser: Browser): Promise<IdentitiesView["changes"]> =>
  (await identities(browser)).changes;

/** Sets the clock on without the sweeps in between, then sweeps until every change that is due has ended. */
export async function pass(stage: Stage, ms: number): Promise<void> {
  stage.clock.set(stage.clock.now() + ms);
  const due = "select id from account_changes where ended_at is null and due_at <= ?";
  const sweep = async () => {
    await stage.clock.advance(61_000);
    return stage.rows(due, stage.clock.now());
  };
  await sweep();
  await expect.poll(sweep, { timeout: 20_000 }).toEqual([]);
}
