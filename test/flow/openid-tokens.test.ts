import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterEach, expect, test } from "vitest";
import { callback, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";
import { begin, finish, signInAt } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const audience = "https://api.saoma.test";

const keys = () => createRemoteJWKSet(new URL(`${stage.issuer}/.well-known/jwks.json`));

const userInfo = async (bearer: string) =>
  (await fetch(`${stage.issuer}/oidc/userinfo`, { headers: { authorization: `Bearer ${bearer}` } })).status;

const whoIs = async (bearer: string) =>
  (await fetch(`${stage.issuer}/v1/session?application=shop`, { headers: { authorization: `Bearer ${bearer}` } }))
    .status;

test("with `audience` the access token is a JWT for that API alone, for ten minutes at most", async () => {
  stage = await setOpenIdStage({ audience });
  const { tokens } = await signInAt(stage);
  const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keys(), {
    audience,
    issuer: stage.issuer,
    typ: "at+jwt",
    algorithms: ["RS256"],
  });
  const claims = tokens.claims();
  expect(payload).toMatchObject({ sub: claims?.sub, sid: claims?.sid, client_id: "shop", groups: [] });
  expect(protectedHeader.kid).toBeDefined();
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  expect(tokens.expires_in).toBe(600);
  expect(tokens.claims()?.aud).toBe("shop");
});

test("each kind of token is refused as the other", async () => {
  stage = await setOpenIdStage({ audience });
  const { tokens, browser } = await signInAt(stage);
  expect(await userInfo(tokens.access_token)).toBe(401);
  expect([await whoIs(tokens.access_token), await whoIs(tokens.id_token ?? "")]).toEqual([401, 401]);
  const idToken = jwtVerify(tokens.id_token ?? "", keys(), { audience, issuer: stage.issuer });
  await expect(idToken).rejects.toMatchObject({ code: "ERR_JWT_CLAIM_VALIDATION_FAILED", claim: "aud" });
  const hint = await browser.go(`${stage.issuer}/oidc/logout?id_token_hint=${tokens.access_token}`);
  expect(hint.status).toBe(400);
  const asked = await fetch(`${stage.issuer}/oidc/introspect`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`shop:${secret}`)}` },
    body: new URLSearchParams({ token: tokens.id_token ?? "" }),
  });
  expect(await asked.json()).not.toHaveProperty("active", true);
});

test("the access token of /v1 has an audience that no ID token has", async () => {
  stage = await setOpenIdStage({ audience });
  const post = async (path: string, body: object, authorization = "") =>
    (
      await fetch(`${stage.issuer}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}) },
        body: JSON.stringify(body),
      })
    ).json() as Promise<{ id: string; claim: string; accessToken: string; qr: { image: string } }>;
  const started = await post("/v1/attempts", { claim: "header" });
  await stage.stage.scan("xiaoming", started as never);
  const { accessToken } = await post(`/v1/attempts/${started.id}/redeem`, { mode: "token" }, `Claim ${started.claim}`);
  expect(decodeJwt(accessToken).aud).toBe(`${stage.issuer}/v1/shop`);
  expect(await whoIs(accessToken)).toBe(200);
  expect(await userInfo(accessToken)).toBe(401);
  await expect(jwtVerify(accessToken, keys(), { audience: "shop" })).rejects.toMatchObject({ claim: "aud" });
});

test("no JWT outlives its session, or is made for one that is over, or for another's API", async () => {
  stage = await setOpenIdStage({ audience }, { session: { lifetime: "5m" } });
  const { site, tokens, browser } = await signInAt(stage);
  const { exp = 0, iat = 0 } = decodeJwt(tokens.access_token);
  expect(exp - iat).toBeLessThanOrEqual(300);
  const foreign = await begin(site, { resource: "https://other.saoma.test" });
  expect((await browser.go(foreign.url.href)).url).toContain("error=invalid_target");
  const named = await begin(site, { resource: audience });
  expect((await finish(site, named, (await browser.go(named.url.href)).url)).access_token).toMatch(/^eyJ/);
  const begun = await begin(site);
  const back = await browser.go(begun.url.href);
  await browser.go(`${stage.issuer}/v1/session?application=shop`, {
    method: "DELETE",
    headers: { origin: stage.issuer },
  });
  await expect(finish(site, begun, back.url)).rejects.toMatchObject({ error: "invalid_grant" });
});

test.each([{ audience }, {}])(
  "tokens of a session that has ended are invalid at userinfo and introspection: %o",
  async (openid) => {
    stage = await setOpenIdStage({ ...openid, refresh: true });
    const { tokens, browser } = await signInAt(stage);
    const introspect = async (token = "") => {
      const headers = { authorization: `Basic ${btoa(`shop:${secret}`)}` };
      const asked = { method: "POST", headers, body: new URLSearchParams({ token }) };
      return (
        ((await (await fetch(`${stage.issuer}/oidc/introspect`, asked)).json()) as { active?: boolean }).active === true
      );
    };
    const isJwt = "audience" in openid;
    // A JWT is for its API only. UserInfo and introspection do not accept it.
    expect([await userInfo(tokens.access_token), await introspect(tokens.access_token)]).toEqual([
      isJwt ? 401 : 200,
      !isJwt,
    ]);
    expect(await introspect(tokens.refresh_token)).toBe(true);
    await browser.go(`${stage.issuer}/v1/session?application=shop`, {
      method: "DELETE",
      headers: { origin: stage.issuer },
    });
    for (const token of [tokens.access_token, tokens.refresh_token])
      expect([await userInfo(token ?? ""), await introspect(token)]).toEqual([401, false]);
  },
);

test("a client with such tokens is stored as one to be told of the session's end", async () => {
  const logout = { backchannelLogout: "http://127.0.0.1:1/logout", allowPrivate: true };
  stage = await setOpenIdStage({ audience, ...logout });
  await signInAt(stage);
  expect(await stage.stage.rows("select application_id from client_sessions")).toEqual([{ application_id: "shop" }]);
});

test("refresh tokens go on giving them", async () => {
  stage = await setOpenIdStage({ audience, refresh: true });
  const { site, tokens } = await signInAt(stage);
  const next = await client.refreshTokenGrant(site, tokens.refresh_token ?? "");
  expect(decodeJwt(next.access_token).aud).toBe(audience);
});

test("the ID token has time, method, language and session of the sign-in", async () => {
  stage = await setOpenIdStage();
  const { tokens, site } = await signInAt(stage);
  const claims = tokens.claims();
  expect(claims).toMatchObject({ amr: ["wechat", "official-account-qr"], locale: "zh-CN", sid: expect.any(String) });
  expect(claims?.auth_time).toBe(Math.floor(stage.stage.clock.now() / 1000));
  const told = await client.fetchUserInfo(site, tokens.access_token, claims?.sub ?? "");
  expect(told).toMatchObject({ amr: claims?.amr, locale: "zh-CN", auth_time: claims?.auth_time, groups: [] });
});

test("a client gets the phone by its scope, and the groups with the profile", async () => {
  stage = await setOpenIdStage();
  const first = await signInAt(stage);
  const id = first.tokens.claims()?.sub ?? "";
  await stage.stage.saoma.operator.addToGroup({ accountId: id, group: "staff" }, { actor: "operator" });
  await stage.stage.rows("update accounts set phone = '+8613800138000'");
  const begun = await begin(first.site, { scope: "openid profile phone" });
  const back = await first.browser.go(begun.url.href);
  const claims = (await finish(first.site, begun, back.url)).claims();
  expect(claims).toMatchObject({ phone_number: "+8613800138000", phone_number_verified: true, groups: ["staff"] });
  expect(first.tokens.claims()).not.toHaveProperty("phone_number");

  // The number came from WeChat's phone button, so the SIM may have had another owner.
  await stage.stage.rows("update accounts set told_phone = phone, phone_told_by = ?", stage.stage.appid);
  const again = await begin(first.site, { scope: "openid phone" });
  const second = (await finish(first.site, again, (await first.browser.go(again.url.href)).url)).claims();
  expect(second).toMatchObject({ phone_number: "+8613800138000", phone_number_verified: false });
});

test.each([
  ["wx_", /^wx_[0-9a-f]{24}$/],
  ["none", undefined],
])("`username: %j`", async (username, shape) => {
  stage = await setOpenIdStage({ username });
  const { tokens } = await signInAt(stage);
  if (shape) expect(tokens.claims()?.preferred_username).toMatch(shape);
  else expect(tokens.claims()).not.toHaveProperty("preferred_username");
});

test.each([
  ["audience", "shop"],
  ["audience", "https://api.saoma.test/#a"],
  ["username", "Wx-"],
  ["username", "wx"],
  ["username", "微信-"],
])("`%s: %j` is refused at start", async (option, value) => {
  stage = await setOpenIdStage();
  const application = { id: "shop", name: "茶铺", openid: { redirectUris: [callback], secret, [option]: value } };
  const { createSaoma } = await import("../../src/server/saoma.ts");
  expect(() => createSaoma({ ...stage.stage.options, applications: [application] })).toThrow(`openid.${option}`);
});
