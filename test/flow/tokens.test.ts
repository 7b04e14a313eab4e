import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createBrowser } from "../stage/browser.ts";
import { origin, problem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage({ application: { tokenClaims: ["openid"] } });
});

afterEach(() => stage.close());

interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  session: { id: string };
  account: { id: string };
}

const device = (address?: string) =>
  createBrowser({ fetch: (request, env) => stage.saoma.fetch(request, env) }, origin, address);

const noOrigin = { origin: null };

/** A device without cookies that is signed in. */
async function signIn() {
  const tv = device();
  const started = await start(tv, { claim: "header" });
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  const headers = { authorization: `Claim ${started.claim}`, origin: null };
  const redeem = (mode = "token") =>
    tv.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { mode }, headers });
  const response = await redeem();
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()).toEqual([]);
  return { tv, redeem, tokens: (await response.json()) as Tokens };
}

const refresh = (tv: ReturnType<typeof device>, refreshToken: string) =>
  tv.request("POST", "/v1/tokens/refresh", { body: { refreshToken }, headers: noOrigin });

const whoIs = (tv: ReturnType<typeof device>, accessToken: string) =>
  tv.request("GET", "/v1/session", { headers: { authorization: `Bearer ${accessToken}`, origin: null } });

const jwks = async () => {
  const response = await device().request("GET", "/.well-known/jwks.json");
  return (await response.json()) as JSONWebKeySet;
};

test("an access token is verified by anybody with the published keys, and says who and for whom", async () => {
  const { tokens, tv } = await signIn();
  const { payload, protectedHeader } = await jwtVerify(tokens.accessToken, createLocalJWKSet(await jwks()), {
    issuer: origin,
    audience: "shop",
    typ: "at+jwt",
    currentDate: new Date(stage.clock.now()),
  });
  expect(protectedHeader.alg).toBe("EdDSA");
  expect(payload).toMatchObject({ sub: tokens.account.id, sid: tokens.session.id });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  expect(payload.openid).toMatch(/^o[\w-]{27}$/);
  expect(await (await whoIs(tv, tokens.accessToken)).json()).toMatchObject({ account: { id: tokens.account.id } });
  for (const key of (await jwks()).keys) expect(Object.keys(key)).not.toContain("d");
});

test("redeeming again gives the same refresh token until its first use, and no cookie instead", async () => {
  const { tv, redeem, tokens } = await signIn();
  expect(((await (await redeem()).json()) as Tokens).refreshToken).toBe(tokens.refreshToken);
  expect(await problem(await redeem("cookie"))).toBe("409 already_redeemed");
  expect((await refresh(tv, tokens.refreshToken)).status).toBe(200);
  expect(await problem(await redeem())).toBe("409 already_redeemed");
});

test("a refresh token works once; the next one goes on", async () => {
  const { tv, tokens } = await signIn();
  let current = tokens;
  for (let round = 0; round < 5; round++) {
    await stage.clock.advance(60_000);
    const next = (await (await refresh(tv, current.refreshToken)).json()) as Tokens;
    expect(next.refreshToken).not.toBe(current.refreshToken);
    expect((await whoIs(tv, next.accessToken)).status).toBe(200);
    current = next;
  }
});

test("a client whose answer was lost gets the same next token for 10 s", async () => {
  const { tv, tokens } = await signIn();
  const first = (await (await refresh(tv, tokens.refreshToken)).json()) as Tokens;
  await stage.clock.advance(9_999);
  const again = (await (await refresh(tv, tokens.refreshToken)).json()) as Tokens;
  expect(again.refreshToken).toBe(first.refreshToken);
  expect((await refresh(tv, again.refreshToken)).status).toBe(200);
});

for (const [who, later, address] of [
  ["the same client after 10 s", 10_000, undefined],
  ["another client within them", 1_000, "198.51.100.66"],
] as const) {
  test(`an old token from ${who} ends the session for both`, async () => {
    const { tv, tokens } = await signIn();
    const next = (await (await refresh(tv, tokens.refreshToken)).json()) as Tokens;
    await stage.clock.advance(later);
    expect(await problem(await refresh(device(address), tokens.refreshToken))).toBe("401 not_signed_in");
    expect(await problem(await refresh(tv, next.refreshToken))).toBe("401 not_signed_in");
    expect((await whoIs(tv, next.accessToken)).status).toBe(401);
  });
}

test("a token from long ago ends the session too", async () => {
  const { tv, tokens } = await signIn();
  let current = tokens;
  for (let round = 0; round < 30; round++) {
    current = (await (await refresh(tv, current.refreshToken)).json()) as Tokens;
  }
  expect((await refresh(tv, tokens.refreshToken)).status).toBe(401);
  expect((await refresh(tv, current.refreshToken)).status).toBe(401);
});

test("a forged token ends nothing and learns nothing", async () => {
  const { tv, tokens } = await signIn();
  const [session = "", , secret = ""] = tokens.refreshToken.split(".");
  const forged = [
    `${session}.0.${"A".repeat(43)}`,
    `${session}.1.${secret}`,
    `${session}.999999999.${secret}`,
    `${"A".repeat(22)}.0.${secret}`,
    tokens.session.id,
    "",
  ];
  for (const token of forged) expect((await refresh(tv, token)).status, token).toBeGreaterThanOrEqual(400);
  expect((await refresh(tv, tokens.refreshToken)).status).toBe(200);
});

test("a forgery after rotations ends nothing either, and is soon asked to wait", async () => {
  const { tv, tokens } = await signIn();
  const next = (await (await refresh(tv, tokens.refreshToken)).json()) as Tokens;
  for (const generation of [0, 1]) {
    const forged = `${tokens.session.id}.${generation}.${"A".repeat(43)}`;
    expect(await problem(await refresh(tv, forged))).toBe("401 not_signed_in");
  }
  for (let guesses = 0; guesses < 19; guesses++) await refresh(tv, `${tokens.session.id}.0.${"B".repeat(43)}`);
  expect((await refresh(tv, `${tokens.session.id}.0.${"B".repeat(43)}`)).status).toBe(429);
  expect((await refresh(tv, next.refreshToken)).status).toBe(200);
});

test("an access token does not outlive its session", async () => {
  await stage.close();
  stage = await setStage({ options: { session: { lifetime: "5m" } } });
  const { tokens } = await signIn();
  expect(tokens.expiresIn).toBe(300);
});

test("of 64 who refresh at once with the same token all get the same next one", async () => {
  const { tv, tokens } = await signIn();
  const answers = await Promise.all(Array.from({ length: 64 }, () => refresh(tv, tokens.refreshToken)));
  // A token that is no longer the newest is answered 20 times a minute. On a slow database more requests come that late.
  const served = answers.filter(({ status }) => status !== 429);
  const next = await Promise.all(served.map(async (answer) => ((await answer.json()) as Tokens).refreshToken));
  expect(next.length).toBeGreaterThanOrEqual(20);
  expect(new Set(next).size).toBe(1);
});

test("an access token counts no more the moment its session has ended", async () => {
  const { tv, tokens } = await signIn();
  const headers = { authorization: `Bearer ${tokens.accessToken}`, origin: null };
  expect((await tv.request("DELETE", "/v1/session", { headers })).status).toBe(204);
  expect((await whoIs(tv, tokens.accessToken)).status).toBe(401);
  expect((await refresh(tv, tokens.refreshToken)).status).toBe(401);
});

test("taking back the sign-in ends its tokens", async () => {
  const { tv, tokens } = await signIn();
  await stage.tap("xiaoming", "不是我");
  expect((await refresh(tv, tokens.refreshToken)).status).toBe(401);
  expect((await whoIs(tv, tokens.accessToken)).status).toBe(401);
});

test("tokens that are none of ours are nobody's", async () => {
  const { tv, tokens } = await signIn();
  const [header = "", payload = "", signature = ""] = tokens.accessToken.split(".");
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const decoded = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const keys = await jwks();
  const confused = encode({ alg: "HS256", kid: keys.keys[0]?.kid, typ: "at+jwt" });
  const forged = [
    `${encode({ alg: "none", typ: "at+jwt" })}.${payload}.`,
    `${header}.${encode({ ...decoded, sid: "B".repeat(22) })}.${signature}`,
    `${confused}.${payload}.${signature}`,
    `${encode({ ...decodeProtectedHeader(tokens.accessToken), kid: "other" })}.${payload}.${signature}`,
    `${encode({ ...decodeProtectedHeader(tokens.accessToken), typ: "JWT" })}.${payload}.${signature}`,
    tokens.refreshToken,
  ];
  for (const token of forged) expect((await whoIs(tv, token)).status, token).toBe(401);
  await stage.clock.advance(661_000);
  expect((await whoIs(tv, tokens.accessToken)).status).toBe(401);
});

test("a cookie is no refresh token, and a refresh token no cookie", async () => {
  const { tokens } = await signIn();
  const secret = tokens.refreshToken.split(".").at(-1) ?? "";
  const browser = device();
  browser.cookies.set("__Host-saoma_session", secret);
  expect((await browser.request("GET", "/v1/session")).status).toBe(401);
});

test("where no application is a client of OpenID, there is no key of ID tokens to rotate", async () => {
  await signIn();
  await expect(stage.saoma.rotateKeys({ of: "id-tokens" })).rejects.toThrow(TypeError);
});

test("keys rotate with overlap: the new one is published first, the old one until its last token is over", async () => {
  const { tv, tokens } = await signIn();
  const [old] = (await jwks()).keys;
  await stage.saoma.rotateKeys();
  expect((await jwks()).keys).toHaveLength(2);
  const early = (await (await refresh(tv, tokens.refreshToken)).json()) as Tokens;
  expect(decodeProtectedHeader(early.accessToken).kid).toBe(old?.kid);
  await stage.clock.advance(6 * 60_000);
  const late = (await (await refresh(tv, early.refreshToken)).json()) as Tokens;
  expect(decodeProtectedHeader(late.accessToken).kid).not.toBe(old?.kid);
  expect((await whoIs(tv, early.accessToken)).status).toBe(200);
  await stage.clock.advance(12 * 60_000);
  expect((await jwks()).keys.map(({ kid }) => kid)).toEqual([decodeProtectedHeader(late.accessToken).kid]);
});

test("keys survive a restart, and the database alone signs nothing", async () => {
  const { tv, tokens } = await signIn();
  const before = await jwks();
  await stage.restart();
  expect(await jwks()).toEqual(before);
  expect((await whoIs(tv, tokens.accessToken)).status).toBe(200);
  expect((await refresh(tv, tokens.refreshToken)).status).toBe(200);
});

test("The signature algorithm; ES256 for verifiers without EdDSA", async () => {
  await stage.close();
  stage = await setStage({ options: { tokens: { algorithm: "ES256" } } });
  const { tv, tokens } = await signIn();
  expect(decodeProtectedHeader(tokens.accessToken).alg).toBe("ES256");
  expect((await whoIs(tv, tokens.accessToken)).status).toBe(200);
});
