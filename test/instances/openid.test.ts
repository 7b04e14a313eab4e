// A client of the OpenID provider; its requests, and those of its users, reach any of several instances.
import * as client from "openid-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Saoma } from "../../src/server/saoma.ts";
import { callback, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";

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
