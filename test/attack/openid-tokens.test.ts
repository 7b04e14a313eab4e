import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as client from "openid-client";
import { afterEach, expect, onTestFinished, test } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { callback, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";
import { begin, discover, finish, signInAt } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const otherSecret = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";
const bye = "https://app.saoma.test/bye";

async function twoClients(backchannelLogout?: string): Promise<void> {
  const told = backchannelLogout === undefined ? {} : { backchannelLogout, allowPrivate: true };
  const openid = { redirectUris: [callback], logoutUris: [bye] };
  const named = { name: "青禾", confirm: "never" as const };
  const applications = [
    { ...named, id: "shop", openid: { ...openid, secret, ...told } },
    { ...named, id: "other", openid: { ...openid, secret: otherSecret } },
  ];
  stage = await setOpenIdStage({}, { applications });
}

const userInfo = async (bearer: string) =>
  (await fetch(`${stage.issuer}/oidc/userinfo`, { headers: { authorization: `Bearer ${bearer}` } })).status;

const logout = (hint: string, more: Record<string, string> = {}) =>
  stage.browser().go(`${stage.issuer}/oidc/logout?${new URLSearchParams({ id_token_hint: hint, ...more })}`);

const ask = async (path: string, body: Record<string, string>, id: string, own: string) => {
  const headers = { authorization: `Basic ${btoa(`${id}:${own}`)}` };
  const response = await fetch(`${stage.issuer}${path}`, { method: "POST", headers, body: new URLSearchParams(body) });
  return { status: response.status, text: await response.text() };
};

/** The tokens of a session that is kept by tokens instead of a cookie. */
async function sessionTokens(): Promise<{ accessToken: string; refreshToken: string }> {
  const call = async (path: string, body: object, authorization?: string) =>
    (
      await fetch(`${stage.issuer}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}) },
        body: JSON.stringify(body),
      })
    ).json();
  const started = (await call("/v1/attempts", { application: "other", claim: "header" })) as StartedAttempt & {
    claim: string;
  };
  await stage.stage.scan("xiaohong", started);
  const redeemed = await call(`/v1/attempts/${started.id}/redeem`, { mode: "token" }, `Claim ${started.claim}`);
  return redeemed as { accessToken: string; refreshToken: string };
}

test("tokens of /v1 are nothing at the provider, by themselves or as a hint", async () => {
  await twoClients();
  const { accessToken, refreshToken } = await sessionTokens();
  expect(accessToken).toMatch(/^eyJ/);
  expect([await userInfo(accessToken), await userInfo(refreshToken)]).toEqual([401, 401]);
  expect((await logout(accessToken)).status).toBe(400);
  const shown = await ask("/oidc/introspect", { token: accessToken }, "other", otherSecret);
  expect(JSON.parse(shown.text)).not.toHaveProperty("active", true);
});

test("an ID token is a hint of its own client's alone, and of no other key, algorithm or issuer", async () => {
  await twoClients();
  const { tokens } = await signInAt(stage);
  const hint = tokens.id_token ?? "";
  // Without the cookie a logout with a valid hint shows a page that asks. Without a valid hint it is refused.
  expect((await logout(hint, { post_logout_redirect_uri: bye })).status).toBe(200);
  expect((await logout(hint, { client_id: "other" })).status).toBe(400);
  const [header = "", payload = ""] = hint.split(".");
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const { keys } = (await (await fetch(`${stage.issuer}/.well-known/jwks.json`)).json()) as {
    keys: { alg: string; n?: string }[];
  };
  const modulus = keys.find(({ alg }) => alg === "RS256")?.n ?? "";
  const kid = JSON.parse(Buffer.from(header, "base64url").toString()).kid as string;
  const hs256 = `${part({ alg: "HS256", kid })}.${payload}`;
  const forged = [
    `${part({ alg: "none" })}.${payload}.`,
    `${hs256}.${createHmac("sha256", Buffer.from(modulus, "base64url")).update(hs256).digest("base64url")}`,
    `${hs256}.${createHmac("sha256", secret).update(hs256).digest("base64url")}`,
    `${part({ alg: "RS256", kid, jwk: keys[0] })}.${payload}.AAAA`,
    `${header}.${part({ ...JSON.parse(Buffer.from(payload, "base64url").toString()), aud: "other" })}.${hint.split(".")[2]}`,
    `${header}.${payload}`,
    "x",
  ];
  for (const one of forged) {
    expect((await logout(one, { post_logout_redirect_uri: bye })).status, one).toBe(400);
    expect(await userInfo(one)).toBe(401);
  }
});

test("a client sees and revokes its own tokens alone", async () => {
  await twoClients();
  const { tokens } = await signInAt(stage);
  const token = { token: tokens.access_token };
  expect(JSON.parse((await ask("/oidc/introspect", token, "other", otherSecret)).text)).toEqual({ active: false });
  await ask("/oidc/revoke", token, "other", otherSecret);
  expect(await userInfo(tokens.access_token)).toBe(200);
  const own = JSON.parse((await ask("/oidc/introspect", token, "shop", secret)).text);
  expect(own).toMatchObject({ active: true, client_id: "shop", sub: tokens.claims()?.sub });
  expect((await ask("/oidc/introspect", token, "shop", otherSecret)).status).toBe(401);
  await ask("/oidc/revoke", token, "shop", secret);
  expect(await userInfo(tokens.access_token)).toBe(401);
});

test.each([secret, ""])(
  "a refresh token that is revoked takes the access tokens of its grant with it, with the secret %j",
  async (own) => {
    stage = await setOpenIdStage({ secret: own, refresh: true });
    const site = await discover(stage, own === "" ? { auth: client.None() } : {});
    const { tokens } = await signInAt(stage, "xiaoming", site);
    const { access_token: second } = await client.refreshTokenGrant(site, tokens.refresh_token ?? "");
    const { tokens: others } = await signInAt(stage, "xiaoming", site);
    expect([await userInfo(tokens.access_token), await userInfo(second)]).toEqual([200, 200]);
    await client.tokenRevocation(site, others.refresh_token ?? "");
    await expect(client.refreshTokenGrant(site, others.refresh_token ?? "")).rejects.toThrow();
    expect(await userInfo(others.access_token)).toBe(401);
    expect(await client.tokenIntrospection(site, others.access_token)).toEqual({ active: false });
    // Another sign-in of the same person has its own grant.
    expect([await userInfo(tokens.access_token), await userInfo(second)]).toEqual([200, 200]);
  },
);

test("a client refuses a response with another issuer, because ours contains its own", async () => {
  await twoClients();
  const site = await discover(stage);
  const begun = await begin(site);
  const browser = stage.browser();
  const back = new URL((await browser.signIn("xiaoming", (await browser.go(begun.url.href)).url)).url);
  expect(back.searchParams.get("iss")).toBe(stage.issuer);
  const mixed = new URL(back);
  mixed.searchParams.set("iss", "https://evil.test");
  await expect(finish(site, begun, mixed.href)).rejects.toThrow();
  mixed.searchParams.delete("iss");
  await expect(finish(site, begun, mixed.href)).rejects.toThrow();
  expect((await finish(site, begun, back.href)).claims()?.iss).toBe(stage.issuer);
});

const addresses = [
  "https://evil.test/",
  "//evil.test/",
  "/\\evil.test",
  "https:evil.test",
  "javascript:alert(1)",
  "data:text/html,x",
  "/",
  `${bye}/`,
  `${bye}?x`,
  `${bye}#x`,
  `${bye}%00`,
  `${bye}\t`,
  ` ${bye}`,
  `${bye} `,
  bye.toUpperCase(),
  `${bye}/../bye`,
  bye.replace("/bye", "//bye"),
  bye.replace("/bye", ":443/bye"),
  bye.replace("https", "http"),
  bye.replace("app.", "evil.test/app."),
  bye.replace("app.", "evil.test@app."),
  bye.replace(".test", ".test.evil"),
  bye.replace("https://", "https://app.saoma.test@evil.test/"),
  callback,
  "https://app.saoma.test/",
];

test("a sign-out leads to the registered address alone, with a good hint and without", async () => {
  await twoClients();
  const { tokens } = await signInAt(stage);
  for (const address of addresses) {
    const to = { post_logout_redirect_uri: address };
    for (const answer of [
      await logout(tokens.id_token ?? "", to),
      await stage.browser().go(`${stage.issuer}/oidc/logout?${new URLSearchParams({ client_id: "shop", ...to })}`),
    ])
      expect([new URL(answer.url).origin, answer.status], address).toEqual([stage.issuer, 400]);
  }
});

test('a client\'s session after "not me", and what tells it so, which is no hint', async () => {
  const tokens: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    tokens.push(new URLSearchParams(body).get("logout_token") ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  await twoClients(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const { site, browser, tokens: own } = await signInAt(stage);
  const { clock } = stage.stage;
  const since = clock.now();
  await stage.stage.tap("xiaoming", "不是我");
  expect(await userInfo(own.access_token)).toBe(401);
  for (const step of [100, 200, 300, 400]) {
    if (tokens.length > 0) break;
    await clock.advance(step);
  }
  const seconds = (clock.now() - since) / 1000;
  await expect.poll(() => tokens.length).toBe(1);
  console.log(`After "not me": tokens refused at once, the client told ${seconds} s later.`);
  expect(seconds).toBeLessThanOrEqual(2);
  expect((await logout(tokens[0] ?? "")).status).toBe(400);
  expect(await userInfo(tokens[0] ?? "")).toBe(401);
  const silent = await begin(site, { prompt: "none", id_token_hint: tokens[0] ?? "" });
  expect((await browser.go(silent.url.href)).url).toContain("error=");
  await expect(client.fetchUserInfo(site, own.access_token, client.skipSubjectCheck)).rejects.toThrow();
});
