// A client of the OpenID provider. Its requests and those of its users reach any of several instances.
import * as client from "openid-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Saoma } from "../../src/server/saoma.ts";
import { callback, type OpenIdBrowser, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";

let stage: OpenIdStage;
let instances: readonly [Saoma, Saoma];

beforeEach(async () => {
  stage = await setOpenIdStage();
  const first = stage.stage.saoma;
  await stage.stage.restartBeside();
  instances = [first, stage.stage.saoma];
});

afterEach(async () => {
  await instances[0].close();
  stage.stage.saoma = instances[1];
  await stage.close();
});

/** Sends all later requests to this instance. */
const at = (which: 0 | 1): void => {
  stage.stage.saoma = instances[which];
};

const discover = () =>
  client.discovery(new URL(stage.issuer), "shop", secret, undefined, { execute: [client.allowInsecureRequests] });

const authorization = (site: client.Configuration, more = {}) =>
  client.buildAuthorizationUrl(site, { redirect_uri: callback, scope: "openid profile", ...more }).href;

/** Requests authorization at the first instance, signs in at the second, and returns the code. */
async function codeAcross(site: client.Configuration) {
  const browser = stage.browser();
  at(0);
  const page = await browser.go(authorization(site));
  at(1);
  const back = await browser.signIn("xiaoming", page.url);
  return { browser, back: new URL(back.url) };
}

test("asked at one instance, signed in at the other, traded at the first, told at the second", async () => {
  const site = await discover();
  const { back } = await codeAcross(site);
  at(0);
  const tokens = await client.authorizationCodeGrant(site, back);
  at(1);
  const told = await client.fetchUserInfo(site, tokens.access_token, tokens.claims()?.sub ?? "");
  expect(told.sub).toBe(tokens.claims()?.sub);
});

test("of 64 that trade one code at two instances at once, one gets tokens", async () => {
  const site = await discover();
  const { back } = await codeAcross(site);
  let turn = 0;
  const node: Saoma["node"] = (...given) => instances[turn++ % 2 === 0 ? 0 : 1].node(...given);
  stage.stage.saoma = { ...instances[0], node };
  const body = { grant_type: "authorization_code", code: back.searchParams.get("code") ?? "", redirect_uri: callback };
  const trade = () =>
    fetch(`${stage.issuer}/oidc/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`shop:${secret}`)}` },
      body: new URLSearchParams(body),
    });
  const statuses = (await Promise.all(Array.from({ length: 64 }, trade))).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 400)).toHaveLength(63);
});

test("a sign-out at one instance ends codes and tokens at the other at once", async () => {
  const site = await discover();
  const { browser, back } = await codeAcross(site);
  at(0);
  const tokens = await client.authorizationCodeGrant(site, back);
  const unused = new URL((await browser.go(authorization(site))).url);
  at(1);
  const signedOut = await browser.go(`${stage.issuer}/v1/session?application=shop`, {
    method: "DELETE",
    headers: { origin: stage.issuer },
  });
  expect(signedOut.status).toBe(204);
  at(0);
  await expect(client.authorizationCodeGrant(site, unused)).rejects.toMatchObject({ error: "invalid_grant" });
  await expect(client.fetchUserInfo(site, tokens.access_token, client.skipSubjectCheck)).rejects.toThrow();
});

const open = { id: "shop", name: "青禾", confirm: "never" as const, openid: { redirectUris: [callback], secret } };
const members = {
  ...open,
  id: "members",
  access: { groups: ["staff"] },
  openid: { ...open.openid, secret: `${secret}2`, refresh: true },
};
const operator = { actor: "operator" };

const endings: Readonly<Record<string, (id: string, browser: OpenIdBrowser) => Promise<unknown>>> = {
  "a sign-out": (_id, browser) =>
    browser.go(`${stage.issuer}/v1/session?application=members`, {
      method: "DELETE",
      headers: { origin: stage.issuer },
    }),
  "an unfollow": () => stage.stage.simulator.control.unfollow("xiaoming", stage.stage.appid),
  "a deletion": (id) => instances[1].people.erase(id),
  "a suspension": (id) => instances[1].operator.suspend(id, operator),
  '"not me" in the chat': () => stage.stage.tap("xiaoming", "不是我"),
  "a removal from the group": (accountId) =>
    instances[1].operator.removeFromGroup({ accountId, group: "staff" }, operator),
};

/** A request to the token endpoint, by the client with a secret. */
async function ask(body: Record<string, string>): Promise<{ access_token?: string; refresh_token?: string }> {
  const answer = await fetch(`${stage.issuer}/oidc/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`members:${members.openid.secret}`)}` },
    body: new URLSearchParams(body),
  });
  return (await answer.json()) as object;
}

test.each(Object.keys(endings))("of 64 trades at two instances, raced with %s, nothing lives on", async (how) => {
  await instances[0].close();
  stage.stage.saoma = instances[1];
  await stage.close();
  stage = await setOpenIdStage({}, { applications: [open, members] }, Date.now(), { unfollow: "sign-out" });
  const first = stage.stage.saoma;
  await stage.stage.restartBeside();
  instances = [first, stage.stage.saoma];
  const { browser, back } = await codeAcross(await discover());
  const id = String((await client.authorizationCodeGrant(await discover(), back)).claims()?.sub);
  await instances[0].operator.addToGroup({ accountId: id, group: "staff" }, operator);

  const url = (more = {}) =>
    `${stage.issuer}/oidc/authorize?${new URLSearchParams({
      client_id: "members",
      response_type: "code",
      scope: "openid",
      redirect_uri: callback,
      ...more,
    })}`;
  const codeOf = (at: string) => new URL(at).searchParams.get("code") ?? "";
  const byCode = (code: string) => ask({ grant_type: "authorization_code", code, redirect_uri: callback });
  const page = await browser.go(url());
  const mine = await byCode(codeOf((await browser.signIn("xiaoming", page.url, "members")).url));
  const refresh = () => ask({ grant_type: "refresh_token", refresh_token: mine.refresh_token ?? "" });
  expect(mine.refresh_token).toMatch(/./);
  const codes: string[] = [];
  for (let index = 0; index < 32; index++) codes.push(codeOf((await browser.go(url())).url));
  expect(codes.every((code) => code !== "")).toBe(true);

  let turn = 0;
  const node: Saoma["node"] = (...given) => instances[turn++ % 2 === 0 ? 0 : 1].node(...given);
  stage.stage.saoma = { ...instances[0], node };
  const trades = codes.flatMap((code) => [() => byCode(code), refresh]);
  const ended = trades.slice(0, 16).map((trade) => trade());
  const ending = endings[how]?.(id, browser);
  const answers = await Promise.all([...ended, ...trades.slice(16).map((trade) => trade())]);
  await ending;
  expect(answers).toHaveLength(64);
  for (const which of [0, 1] as const) {
    at(which);
    for (const { access_token = "", refresh_token = "" } of [mine, ...answers]) {
      const told = await fetch(`${stage.issuer}/oidc/userinfo`, {
        headers: { authorization: `Bearer ${access_token}` },
      });
      expect(told.status).not.toBe(200);
      const next = await ask({ grant_type: "refresh_token", refresh_token });
      expect(next.access_token).toBeUndefined();
    }
    for (const code of codes) expect((await byCode(code)).access_token).toBeUndefined();
  }
});
