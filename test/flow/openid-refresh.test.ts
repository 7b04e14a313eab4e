import * as client from "openid-client";
import { afterEach, expect, test } from "vitest";
import { callback, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";
import { discover, signInAt } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const hour = 3_600_000;

/** A person who is signed in at a public client. */
async function atPage() {
  stage = await setOpenIdStage({ secret: "", refresh: true });
  const { site, browser, tokens } = await signInAt(stage, "xiaoming", await discover(stage, { auth: client.None() }));
  return { site, browser, tokens, first: tokens.refresh_token ?? "" };
}

const goOn = (site: client.Configuration, token = "") => client.refreshTokenGrant(site, token);

const refused = { error: "invalid_grant" };

test("a public client renews its tokens by refresh tokens, each used once, for as long as the session lives", async () => {
  const { site, tokens, first } = await atPage();
  expect(first).toMatch(/^[\w-]{40,}$/);
  const second = await goOn(site, first);
  expect(second.refresh_token).not.toBe(first);
  expect(second.claims()?.sub).toBe(tokens.claims()?.sub);
  await stage.stage.clock.advance(10 * hour);
  const third = await goOn(site, second.refresh_token);
  expect((await client.fetchUserInfo(site, third.access_token, tokens.claims()?.sub ?? "")).sub).toBeDefined();
});

test("a client whose answer was lost gets the same next token for ten seconds, also 64 times at once", async () => {
  const { site, first } = await atPage();
  const answers = await Promise.all(Array.from({ length: 64 }, () => goOn(site, first)));
  expect(new Set(answers.map(({ refresh_token }) => refresh_token)).size).toBe(1);
  await stage.stage.clock.advance(9_000);
  expect((await goOn(site, first)).refresh_token).toBe(answers[0]?.refresh_token);
  await goOn(site, answers[0]?.refresh_token);
});

test("a used refresh token shown again is a thief's, or its client was robbed: all tokens of the grant are revoked", async () => {
  const { site, first } = await atPage();
  const second = await goOn(site, first);
  // By then every access token has been swept.
  await stage.stage.clock.advance(3 * hour);
  await expect(goOn(site, first)).rejects.toMatchObject(refused);
  await expect(goOn(site, second.refresh_token)).rejects.toMatchObject(refused);
  await expect(client.fetchUserInfo(site, second.access_token, client.skipSubjectCheck)).rejects.toThrow();
});

test("a thief who used a token first loses access together with its client", async () => {
  const { site, first } = await atPage();
  const thief = await goOn(site, first);
  const owner = await goOn(site, first);
  expect(owner.refresh_token).toBe(thief.refresh_token);
  await goOn(site, thief.refresh_token);
  await stage.stage.clock.advance(11_000);
  await expect(goOn(site, owner.refresh_token)).rejects.toMatchObject(refused);
});

test("refresh tokens are over with the session, and none is kept as it is", async () => {
  const { site, browser, first } = await atPage();
  const { refresh_token: second = "" } = await goOn(site, first);
  const stored = await stage.stage.stored();
  expect(stored).toContain("RefreshToken");
  for (const token of [first, second]) expect(stored).not.toContain(token);
  await browser.go(`${stage.issuer}/v1/session?application=shop`, {
    method: "DELETE",
    headers: { origin: stage.issuer },
  });
  await expect(goOn(site, second)).rejects.toMatchObject(refused);
});

test("a client with a secret keeps its refresh token, which is nothing to another client", async () => {
  const otherSecret = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";
  const named = { name: "青禾", confirm: "never" as const };
  const openid = { redirectUris: [callback], refresh: true };
  const applications = [
    { ...named, id: "shop", openid: { ...openid, secret } },
    { ...named, id: "other", openid: { ...openid, secret: otherSecret } },
  ];
  stage = await setOpenIdStage({}, { applications });
  const { site, tokens } = await signInAt(stage);
  const again = await goOn(site, tokens.refresh_token);
  expect(again.refresh_token ?? tokens.refresh_token).toBe(tokens.refresh_token);
  const other = await discover(stage, { id: "other", own: otherSecret });
  await expect(goOn(other, tokens.refresh_token)).rejects.toMatchObject(refused);
  await goOn(site, tokens.refresh_token);
});

test("a client that is not configured for refresh tokens gets none", async () => {
  stage = await setOpenIdStage();
  const { site, tokens } = await signInAt(stage);
  expect(tokens.refresh_token).toBeUndefined();
  await expect(goOn(site, "x".repeat(43))).rejects.toThrow();
});
