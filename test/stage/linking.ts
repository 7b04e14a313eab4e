import type { IdentitiesView } from "../../src/wire/account.ts";
import type { Browser } from "./browser.ts";
import { redeem, type Stage, stageOf, start } from "./stage.ts";

const yes = { "sign-in": "是我，登录", prove: "是我，确认" } as const;

/** An attempt of this purpose, scanned and confirmed in the chat, and fetched. The stage asks always. */
export async function through(
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

/** Another browser, signed in by this person's WeChat. */
export async function signedIn(stage: Stage, person: string): Promise<Browser> {
  const browser = stage.browser();
  await through(browser, person);
  return browser;
}

/** A WeChat of the account approves one thing, in words that name it. */
export const approve = (browser: Browser, person: string, what: object = {}): Promise<Response> =>
  through(browser, person, "prove", what);

/** Adds this person's WeChat to the account that the browser is signed in to; `by` approves it. */
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
