import * as client from "openid-client";
import { afterEach, expect, test } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { callback, type OpenIdBrowser, type OpenIdStage, secret, setOpenIdStage } from "../stage/openid.ts";
import { begin, discover, finish, type Site } from "../stage/openid-client.ts";

let stage: OpenIdStage;

afterEach(() => stage.close());

const otherSecret = "Ab3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yZ";
const bye = "https://app.saoma.test/bye";
const operator = { actor: "operator" };

/** Two clients, `shop` and `other`, a third one without `sso`, and an application that is no client. */
async function set(sso: boolean, other: object = {}): Promise<{ shop: Site; other: Site; lone: Site }> {
  const openid = { redirectUris: [callback], logoutUris: [bye] };
  const told = { backchannelLogout: "http://127.0.0.1:1/logout", allowPrivate: true };
  const named = { name: "青禾", confirm: "never" as const };
  const applications = [
    { ...named, id: "shop", sso, openid: { ...openid, ...told, secret } },
    { ...named, id: "other", sso, openid: { ...openid, ...told, secret: otherSecret }, ...other },
    { ...named, id: "lone", openid: { ...openid, secret: `${otherSecret}3` } },
    { ...named, id: "page", sso },
  ];
  stage = await setOpenIdStage({}, { applications });
  return {
    shop: await discover(stage),
    other: await discover(stage, { id: "other", own: otherSecret }),
    lone: await discover(stage, { id: "lone", own: `${otherSecret}3` }),
  };
}

/** Signs in at the hosted page of an application, whoever was signed in before. */
async function signIn(site: Site, browser: OpenIdBrowser, person: string, application: string) {
  const begun = await begin(site, { prompt: "login" });
  const page = await browser.go(begun.url.href);
  return finish(site, begun, (await browser.signIn(person, page.url, application)).url);
}

/** The `sub` that a client gets with `prompt=none`, or the error if it gets none. */
async function silently(site: Site, browser: OpenIdBrowser): Promise<string> {
  const begun = await begin(site, { prompt: "none" });
  const { url } = await browser.go(begun.url.href);
  const error = new URL(url).searchParams.get("error");
  return error ?? String((await finish(site, begun, url)).claims()?.sub);
}

const sessionAt = async (browser: OpenIdBrowser, application: string) => {
  const { status, text } = await browser.go(`${stage.issuer}/v1/session?application=${application}`);
  return status === 200 ? (JSON.parse(text) as { session: { id: string; application: string } }).session : undefined;
};

const signOut = (browser: OpenIdBrowser, application: string) =>
  browser.go(`${stage.issuer}/v1/session?application=${application}`, {
    method: "DELETE",
    headers: { origin: stage.issuer },
  });

test("without `sso`: A as X and B as Y in one browser, switched and signed out in each, the other untouched", async () => {
  const { shop, other } = await set(false);
  const browser = stage.browser();
  const x = (await signIn(shop, browser, "xiaoming", "shop")).claims()?.sub;
  expect(await silently(other, browser)).toBe("login_required");
  const y = (await signIn(other, browser, "xiaohong", "other")).claims()?.sub;
  expect([await silently(shop, browser), await silently(other, browser)]).toEqual([x, y]);
  // The user switches to another account at `shop`.
  await signIn(shop, browser, "xiaohong", "shop");
  expect([await silently(shop, browser), await silently(other, browser)]).toEqual([y, y]);
  await signIn(other, browser, "xiaoming", "other");
  expect([await silently(shop, browser), await silently(other, browser)]).toEqual([y, x]);
  await signOut(browser, "shop");
  expect([await silently(shop, browser), await silently(other, browser)]).toEqual(["login_required", x]);
  await signOut(browser, "other");
  expect(await silently(other, browser)).toBe("login_required");
});

test("with `sso`: one sign-in is good at each, with one `sid`, and at no other application", async () => {
  const { shop, other, lone } = await set(true);
  const browser = stage.browser();
  const first = (await signIn(shop, browser, "xiaoming", "shop")).claims();
  expect(await silently(other, browser)).toBe(first?.sub);
  expect(await silently(lone, browser)).toBe("login_required");
  const begun = await begin(other);
  const tokens = await finish(other, begun, (await browser.go(begun.url.href)).url);
  expect([tokens.claims()?.sid, tokens.claims()?.aud]).toEqual([first?.sid, "other"]);
  expect((await client.fetchUserInfo(other, tokens.access_token, tokens.claims()?.sub ?? "")).sub).toBe(first?.sub);
  for (const application of ["shop", "other", "page"])
    expect(await sessionAt(browser, application)).toMatchObject({ id: first?.sid, application });
  expect(await sessionAt(browser, "lone")).toBeUndefined();
});

test("with `sso`: a switch or sign-out at one client applies at each, both are told, the third is unaffected", async () => {
  const { shop, other, lone } = await set(true);
  const browser = stage.browser();
  const x = (await signIn(shop, browser, "xiaoming", "shop")).claims()?.sub;
  await silently(other, browser);
  const alone = (await signIn(lone, browser, "xiaoming", "lone")).claims()?.sub;
  const y = (await signIn(other, browser, "xiaohong", "other")).claims()?.sub;
  expect(y).not.toBe(x);
  expect([await silently(shop, browser), await silently(lone, browser)]).toEqual([y, alone]);
  const ended = await stage.stage.rows("select application_id from client_logouts order by application_id");
  expect(ended).toEqual([{ application_id: "other" }, { application_id: "shop" }]);
  await signOut(browser, "page");
  expect([await silently(shop, browser), await silently(other, browser)]).toEqual(["login_required", "login_required"]);
  expect(await silently(lone, browser)).toBe(alone);
});

test.each([{ prompt: "login" }, { max_age: "120" }])(
  "with `sso`: %o by the same person is a new proof of the same session, and ends it nowhere",
  async (asked) => {
    const { shop, other } = await set(true);
    const { clock } = stage.stage;
    clock.set(clock.now() - 300_000);
    const browser = stage.browser();
    const first = await signIn(shop, browser, "xiaoming", "shop");
    const before = await sessionAt(browser, "shop");
    await silently(other, browser);
    const oldCookie = browser.cookies.find(({ name }) => name.endsWith("_.sso"))?.value ?? "";
    clock.set(clock.now() + 300_000);
    const begun = await begin(other, asked);
    const page = await browser.go(begun.url.href);
    expect(page.text).toContain("<saoma-login");
    const stale = await browser.go(page.url, { method: "POST", headers: { origin: stage.issuer } });
    expect(stale.url).toBe(page.url);
    const claims = (await finish(other, begun, (await browser.signIn("xiaoming", page.url, "other")).url)).claims();
    expect(claims).toMatchObject({ sub: first.claims()?.sub, sid: first.claims()?.sid });
    expect(claims?.auth_time).toBe(Number(first.claims()?.auth_time) + 300);
    expect(await stage.stage.rows("select * from client_logouts")).toEqual([]);
    expect((await client.fetchUserInfo(shop, first.access_token, String(claims?.sub))).sub).toBe(claims?.sub);
    expect(await silently(shop, browser)).toBe(claims?.sub);
    expect(await sessionAt(browser, "shop")).toMatchObject({ id: before?.id });
    const headers = { cookie: `saoma_session_.sso=${oldCookie}` };
    expect((await fetch(`${stage.issuer}/v1/session?application=shop`, { headers })).status).toBe(401);
  },
);

test.each(["first", "second"])(
  'with `sso`: "not me" to the %s sign-in ends the session that both made',
  async (which) => {
    const { shop, other } = await set(true);
    const browser = stage.browser();
    await signIn(shop, browser, "xiaoming", "shop");
    await signIn(other, browser, "xiaoming", "other");
    expect(await stage.stage.rows("select ended_at from sessions")).toEqual([{ ended_at: null }]);
    const { simulator, appid } = stage.stage;
    const told = simulator.control
      .chat("xiaoming", appid)
      .filter(({ from, links }) => from !== "person" && links.some(({ text }) => text === "不是我"));
    expect(told).toHaveLength(2);
    const message = told[which === "first" ? 0 : 1];
    const link = message?.links.findIndex(({ text }) => text === "不是我") ?? 0;
    await simulator.control.tap("xiaoming", appid, message?.id ?? "", link);
    expect([await silently(shop, browser), await silently(other, browser)]).toEqual([
      "login_required",
      "login_required",
    ]);
    const ended = await stage.stage.rows("select application_id from client_logouts order by application_id");
    expect(ended).toEqual([{ application_id: "other" }, { application_id: "shop" }]);
  },
);

test("with `sso`: a redeem that is repeated answers the renewed session, and the one before it no more", async () => {
  const { shop } = await set(true);
  const browser = stage.browser();
  const attempts: string[] = [];
  const redeemed = async (application: string) => {
    const started = await browser.post("/v1/attempts", { application });
    const attempt = (await started.json()) as StartedAttempt;
    attempts.push(attempt.id);
    await stage.stage.scan("xiaoming", attempt);
    return browser.post(`/v1/attempts/${attempt.id}/redeem`, {});
  };
  const bodies = [await (await redeemed("shop")).json(), await (await redeemed("other")).json()] as {
    session: { id: string; application: string };
  }[];
  expect(bodies[1]?.session).toMatchObject({ id: bodies[0]?.session.id, application: "other" });
  const again = await browser.post(`/v1/attempts/${attempts[1]}/redeem`, {});
  expect(await again.json()).toMatchObject({ session: { id: bodies[0]?.session.id, application: "other" } });
  const before = await browser.post(`/v1/attempts/${attempts[0]}/redeem`, {});
  expect([before.status, await before.json()]).toMatchObject([409, { code: "already_redeemed" }]);
  expect(await silently(shop, browser)).not.toBe("login_required");
});

test("with `sso`: a client's ID token signs out of all of it", async () => {
  const { shop, other } = await set(true);
  const browser = stage.browser();
  await signIn(shop, browser, "xiaoming", "shop");
  const begun = await begin(other);
  const tokens = await finish(other, begun, (await browser.go(begun.url.href)).url);
  const parameters = { id_token_hint: tokens.id_token ?? "", post_logout_redirect_uri: bye };
  expect((await browser.go(client.buildEndSessionUrl(other, parameters).href)).url).toBe(bye);
  expect(await silently(shop, browser)).toBe("login_required");
});

test("with `sso`: each application still has its own groups and terms", async () => {
  const terms = [{ title: "服务条款", url: "https://app.saoma.test/terms", version: "1" }];
  const { shop, other } = await set(true, { access: { groups: ["staff"] }, terms });
  const browser = stage.browser();
  const id = String((await signIn(shop, browser, "xiaoming", "shop")).claims()?.sub);
  expect(await silently(other, browser)).toBe("access_denied");
  expect(await sessionAt(browser, "other")).toBeUndefined();
  await stage.stage.saoma.operator.addToGroup({ accountId: id, group: "staff" }, operator);
  expect(await silently(other, browser)).toBe("interaction_required");
  expect(await silently(shop, browser)).toBe(id);
});

test.each(["shop", "other"])(
  "with `sso`: a person who leaves a group is signed out at that application alone, which is told, signed in at %s",
  async (home) => {
    const { shop, other } = await set(true, { access: { groups: ["staff"] } });
    const browser = stage.browser();
    const id = String((await signIn(shop, browser, "xiaoming", "shop")).claims()?.sub);
    await stage.stage.saoma.operator.addToGroup({ accountId: id, group: "staff" }, operator);
    if (home === "other") {
      await signOut(browser, "shop");
      await signIn(other, browser, "xiaoming", "other");
    }
    await stage.stage.rows("delete from client_logouts");
    const tokens: { site: Site; token: string }[] = [];
    for (const site of [shop, other]) {
      const begun = await begin(site);
      const { access_token: token } = await finish(site, begun, (await browser.go(begun.url.href)).url);
      tokens.push({ site, token });
    }
    const areActive = () =>
      Promise.all(tokens.map(async ({ site, token }) => (await client.tokenIntrospection(site, token)).active));
    expect(await areActive()).toEqual([true, true]);
    await stage.stage.saoma.operator.removeFromGroup({ accountId: id, group: "staff" }, operator);
    expect(await areActive()).toEqual([true, false]);
    // The token stays revoked when the person is in the group again. The client requests authorization anew, without a page.
    await stage.stage.saoma.operator.addToGroup({ accountId: id, group: "staff" }, operator);
    expect(await areActive()).toEqual([true, false]);
    expect(await silently(other, browser)).toBe(id);
    await stage.stage.saoma.operator.removeFromGroup({ accountId: id, group: "staff" }, operator);
    expect([await silently(shop, browser), await silently(other, browser)]).toEqual([id, "access_denied"]);
    expect(await stage.stage.rows("select application_id from client_logouts")).toEqual([{ application_id: "other" }]);
    expect(await stage.stage.rows("select application_id from client_sessions")).toEqual([{ application_id: "shop" }]);
    expect(await sessionAt(browser, "other")).toBeUndefined();
  },
);

test("a cookie of one application, under the name of all, is nothing", async () => {
  const { lone } = await set(true);
  const browser = stage.browser();
  await signIn(lone, browser, "xiaoming", "lone");
  const cookie = browser.cookies.find(({ name }) => name.endsWith("_lone"))?.value ?? "";
  expect(cookie).not.toBe("");
  for (const application of ["shop", "page"]) {
    const headers = { cookie: `saoma_session_.sso=${cookie}` };
    const answer = await fetch(`${stage.issuer}/v1/session?application=${application}`, { headers });
    expect(answer.status).toBe(401);
    const ended = await fetch(`${stage.issuer}/v1/session?application=${application}`, {
      method: "DELETE",
      headers: { ...headers, origin: stage.issuer },
    });
    expect(ended.status).toBe(204);
  }
  expect(await silently(lone, browser)).not.toBe("login_required");
});
