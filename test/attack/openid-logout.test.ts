import { decodeProtectedHeader } from "jose";
import { afterEach, expect, test } from "vitest";
import { callback, type OpenIdBrowser, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";
import { begin, discover, finish, type Site, signInAt } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const otherSecret = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";
const bye = "https://app.saoma.test/bye";
const operator = { actor: "operator" };

/** Two clients that share a session. Only staff may enter `other`. */
async function closedBeside() {
  const openid = { redirectUris: [callback], logoutUris: [bye] };
  const named = { name: "青禾", confirm: "never" as const, sso: true };
  const applications = [
    { ...named, id: "shop", openid: { ...openid, secret } },
    { ...named, id: "other", openid: { ...openid, secret: otherSecret }, access: { groups: ["staff"] } },
  ];
  stage = await setOpenIdStage({}, { applications });
  return { ...(await signInAt(stage)), other: await discover(stage, { id: "other", own: otherSecret }) };
}

const lives = async (site: Site, browser: OpenIdBrowser) => {
  const { url } = await browser.go((await begin(site, { prompt: "none" })).url.href);
  return new URL(url).searchParams.has("code");
};

const post = (browser: OpenIdBrowser, body: Record<string, string>, origin: string) =>
  browser.go(`${stage.issuer}/oidc/logout`, {
    method: "POST",
    body: new URLSearchParams(body),
    headers: { origin },
  });

test("a logout at an application that is closed to the person leaves the shared session and its cookie alone", async () => {
  const { site, browser } = await closedBeside();
  for (const answer of [
    await browser.go(`${stage.issuer}/oidc/logout?client_id=other`),
    await browser.go(`${stage.issuer}/oidc/logout?client_id=other&post_logout_redirect_uri=${bye}`),
    await post(browser, { client_id: "other", agreed: "1" }, stage.issuer),
  ]) {
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await lives(site, browser)).toBe(true);
  }
});

test("a person who has left the group ends nothing by an earlier ID token", async () => {
  const { site, browser, tokens, other } = await closedBeside();
  const member = { accountId: String(tokens.claims()?.sub), group: "staff" };
  await stage.stage.saoma.operator.addToGroup(member, operator);
  const begun = await begin(other);
  const { id_token = "" } = await finish(other, begun, (await browser.go(begun.url.href)).url);
  await stage.stage.saoma.operator.removeFromGroup(member, operator);
  const hint = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: bye });
  expect((await browser.go(`${stage.issuer}/oidc/logout?${hint}`)).url).toBe(bye);
  expect(await lives(site, browser)).toBe(true);
});

test("a page of another site cannot take the cookie away by a form, with which browsers send none", async () => {
  stage = await setOpenIdStage();
  await signInAt(stage);
  for (const more of [{}, { agreed: "1" }] as Record<string, string>[]) {
    const answer = await fetch(`${stage.issuer}/oidc/logout`, {
      method: "POST",
      body: new URLSearchParams({ client_id: "shop", ...more }),
      headers: { origin: "https://evil.test" },
      redirect: "manual",
    });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([303, []]);
  }
});

test("a client's form is asked about as its link is, and its own ID token suffices", async () => {
  stage = await setOpenIdStage({ logoutUris: [bye] });
  const { site, browser, tokens } = await signInAt(stage);
  const ofClient = "https://app.saoma.test";
  expect((await post(browser, { client_id: "shop" }, ofClient)).text).toContain("退出登录");
  expect(await lives(site, browser)).toBe(true);
  const hint = { id_token_hint: tokens.id_token ?? "", post_logout_redirect_uri: bye };
  expect((await post(browser, hint, ofClient)).url).toBe(bye);
  expect(await lives(site, browser)).toBe(false);
});

const day = 24 * 3_600_000;

/** A session whose first ID token was signed by a deleted key. A second sign-in of its person renewed the session. */
async function withRetiredKey() {
  const named = { name: "青禾", confirm: "never" as const, sso: true };
  const openid = { redirectUris: [callback], logoutUris: [bye], secret };
  const lifetime = { session: { lifetime: "7d" } };
  stage = await setOpenIdStage(
    {},
    { applications: [{ ...named, id: "shop", openid }], ...lifetime },
    Date.now() - 8 * day,
  );
  const { clock } = stage.stage;
  const first = await signInAt(stage);
  await stage.stage.saoma.rotateKeys({ of: "id-tokens" });
  clock.set(clock.now() + 6 * day);
  const begun = await begin(first.site, { prompt: "login" });
  const page = await first.browser.go(begun.url.href);
  const renewed = await finish(first.site, begun, (await first.browser.signIn("xiaoming", page.url)).url);
  expect(renewed.claims()?.sid).toBe(first.tokens.claims()?.sid);
  clock.set(clock.now() + 2 * day);
  const { keys } = (await (await fetch(`${stage.issuer}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
  const hint = first.tokens.id_token ?? "";
  expect(keys.map(({ kid }) => kid)).not.toContain(decodeProtectedHeader(hint).kid);
  return { ...first, hint };
}

test("an ID token of a deleted key still names its client: the user with the session is asked, and returns", async () => {
  const { site, browser, hint } = await withRetiredKey();
  const asked = { id_token_hint: hint, post_logout_redirect_uri: bye, state: "s1" };
  const page = await browser.go(`${stage.issuer}/oidc/logout?${new URLSearchParams(asked)}`);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining("退出登录")]);
  expect(await lives(site, browser)).toBe(true);
  expect((await post(browser, { ...asked, agreed: "1" }, stage.issuer)).url).toBe(`${bye}?state=s1`);
  expect(await lives(site, browser)).toBe(false);
});

test("an ID token that cannot be verified ends nothing in another browser, whatever it says", async () => {
  const { site, browser, tokens, hint } = await withRetiredKey();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const made = (claims: object, header: object = {}) =>
    `${part({ alg: "RS256", kid: "none", ...header })}.${part({ ...tokens.claims(), ...claims })}.AAAA`;
  const stranger = stage.browser();
  for (const one of [hint, made({})]) {
    const asked = { id_token_hint: one, post_logout_redirect_uri: bye };
    expect((await post(stranger, { ...asked, agreed: "1" }, stage.issuer)).url).toBe(bye);
    expect((await post(stranger, { ...asked, client_id: "other" }, stage.issuer)).status).toBe(400);
    expect((await post(stranger, { ...asked, post_logout_redirect_uri: callback }, stage.issuer)).status).toBe(400);
    expect(await lives(site, browser)).toBe(true);
  }
  for (const one of [
    made({ aud: "none" }),
    made({ aud: ["shop"] }),
    made({ iss: "https://evil.test" }),
    made({ sid: undefined }),
    made({}, { typ: "logout+jwt" }),
    made({}, { alg: "HS256" }),
  ])
    expect((await post(browser, { id_token_hint: one, agreed: "1" }, stage.issuer)).status, one).toBe(400);
  expect(await lives(site, browser)).toBe(true);
});
