// A code or token is written only under a live session and grant. One instance's write is held back on its way to
// PostgreSQL, when all checks before it have passed, until the other instance has ended the session or the grant.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Saoma } from "../../src/server/saoma.ts";
import { type HoldingProxy, startHoldingProxy } from "../fault/holding-proxy.ts";
import { callback, type OpenIdBrowser, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";

let stage: OpenIdStage;
let proxy: HoldingProxy;
let held: Saoma;
let other: Saoma;

beforeEach(async () => {
  const told = { backchannelLogout: "http://127.0.0.1:1/logout", allowPrivate: true };
  stage = await setOpenIdStage({ refresh: true, ...told });
  other = stage.stage.saoma;
  const { options } = stage.stage;
  const database = options.database ?? {};
  const url = new URL(database.url ?? "");
  proxy = await startHoldingProxy(Number(url.port));
  url.port = String(proxy.port);
  Object.assign(options, { database: { url: url.href } });
  await stage.stage.restartBeside();
  held = stage.stage.saoma;
  Object.assign(options, { database });
});

afterEach(async () => {
  await held.close();
  stage.stage.saoma = other;
  await stage.close();
  proxy.close();
});

const at = (instance: Saoma): void => {
  stage.stage.saoma = instance;
};

const authorization = (more: Record<string, string> = {}) =>
  `${stage.issuer}/oidc/authorize?${new URLSearchParams({
    client_id: "shop",
    response_type: "code",
    scope: "openid",
    redirect_uri: callback,
    ...more,
  })}`;

const codeIn = (address: string) => new URL(address).searchParams.get("code") ?? "";

async function ask(body: Record<string, string>) {
  const headers = { authorization: `Basic ${btoa(`shop:${secret}`)}` };
  const asked = { method: "POST", headers, body: new URLSearchParams(body) };
  const answer = await fetch(`${stage.issuer}/oidc/token`, asked);
  const told = (await answer.json()) as { access_token?: string; refresh_token?: string; error?: string };
  return { status: answer.status, ...told };
}

const trade = (code: string) => ask({ grant_type: "authorization_code", code, redirect_uri: callback });

const signOut = (browser: OpenIdBrowser) =>
  browser.go(`${stage.issuer}/v1/session?application=shop`, { method: "DELETE", headers: { origin: stage.issuer } });

/** A signed-in browser, and the code that its client has. */
async function signedIn() {
  const browser = stage.browser();
  const page = await browser.go(authorization());
  return { browser, code: codeIn((await browser.signIn("xiaoming", page.url)).url) };
}

/** Performs an action at one instance. At the other, `meanwhile` runs just before the write of such a record. */
async function overtaken<T>(kind: string, act: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  const write = proxy.hold(`"kind":"${kind}"`);
  at(held);
  const acted = act();
  await write.came;
  at(other);
  await meanwhile();
  write.release();
  return acted;
}

const written = async (model: string) =>
  (await stage.stage.rows("select id_hash from oidc_records where model = ?", model)).length;

const refused = { status: 400, error: "invalid_grant" };

test("no token is written, or given, for a session that ended just before, and no client is noted to be told", async () => {
  const { browser, code } = await signedIn();
  const ended = () => signOut(browser);
  expect(await overtaken("AccessToken", () => trade(code), ended)).toMatchObject(refused);
  expect([await written("AccessToken"), await written("RefreshToken")]).toEqual([0, 0]);
  expect(await stage.stage.rows("select application_id from client_sessions")).toEqual([]);
});

test.each([
  [{}, "access_denied"],
  [{ prompt: "none" }, "login_required"],
])("asked with %o, no code is written or given for a session that ended just before: %s", async (more, error) => {
  const { browser } = await signedIn();
  const before = await written("AuthorizationCode");
  const ended = () => signOut(browser);
  // The code's own transaction takes its snapshot before its write, so the write before it is held.
  const { url } = await overtaken("Grant", () => browser.go(authorization(more)), ended);
  expect(codeIn(url)).toBe("");
  expect(url).toMatch(new RegExp(`^${callback}`));
  expect(new URL(url).searchParams.get("error")).toBe(error);
  expect(await written("AuthorizationCode")).toBe(before);
});

test("nothing is written under a grant that a repeated code has revoked just before, though the session lives", async () => {
  const { browser, code } = await signedIn();
  const { refresh_token = "" } = await trade(code);
  const refresh = () => ask({ grant_type: "refresh_token", refresh_token });
  const repeated = async () => expect(await trade(code)).toMatchObject(refused);
  expect(await overtaken("AccessToken", refresh, repeated)).toMatchObject(refused);
  expect([await written("Grant"), await written("AccessToken"), await written("RefreshToken")]).toEqual([0, 0, 0]);
  expect(codeIn((await browser.go(authorization())).url)).not.toBe("");
});

test("with nothing in between, a held write goes through", async () => {
  const { code } = await signedIn();
  expect(
    await overtaken(
      "AccessToken",
      () => trade(code),
      async () => {},
    ),
  ).toMatchObject({ status: 200 });
});
