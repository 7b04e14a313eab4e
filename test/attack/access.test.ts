import { afterEach, expect, test } from "vitest";
import { appidOf } from "../../src/simulator/world/identity.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { setOpenIdStage } from "../stage/openid.ts";
import { begin, discover, finish, signInAt } from "../stage/openid-client.ts";
import { look, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { createWechatServerClient } from "../stage/wechat-server-client.ts";
import { tally } from "./tally.ts";
import { ways } from "./ways.ts";

// An application for the operator's groups. A person in none of them is refused by every way, and gets no account.

let stage: Stage | undefined;
const { holds } = tally("who may enter");

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

const operator = { actor: "operator" };
const access = { groups: ["staff", "editors"] };

/** Gives an account to a person who has never signed in. */
async function bring(on: Stage, person: string, id: string): Promise<void> {
  const openId = on.simulator.world().people.find(({ name }) => name === person)?.openIds[on.appid] ?? "";
  await on.saoma.people.import([{ id, person: { appid: on.appid, openId } }], { dryRun: false });
}

const accounts = async (on: Stage) => (await on.rows("select id from accounts")).length;

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: a person in no group is refused and gets no account; one in a group signs in until they are removed`, async () => {
    const set = await setStage({ kind: way.kind, application: { access } });
    stage = set;
    const headers = way.headers ?? {};
    const signIn = async (browser: Browser) => {
      const body = { channel: way.channel };
      const started = (await (await browser.request("POST", "/v1/attempts", { body, headers })).json()) as Awaited<
        ReturnType<typeof start>
      >;
      await way.answer(set, "xiaoming", started, browser).catch(() => undefined);
      return started;
    };
    const stranger = set.browser();
    const refused = await signIn(stranger);
    const { status, reason } = await look(stranger, refused);
    holds(status === "declined" && reason === "not_admitted", `${name}: a newcomer`);
    holds((await problem(await redeem(stranger, refused))) === "410 attempt_ended", `${name}: their session`);
    holds((await accounts(set)) === 0, `${name}: their account`);
    if (way.channel.startsWith("official")) {
      holds(set.lastMessage("xiaoming").text.includes("只对指定的人开放"), `${name}: hears why`);
    }

    await bring(set, "xiaoming", "u1");
    const unlisted = set.browser();
    holds((await look(unlisted, await signIn(unlisted))).reason === "not_admitted", `${name}: an account in no group`);
    await set.saoma.operator.addToGroup({ accountId: "u1", group: "editors" }, operator);
    const browser = set.browser();
    expect((await redeem(browser, await signIn(browser))).status).toBe(200);
    const late = set.browser();
    const granted = await signIn(late);
    await set.saoma.operator.removeFromGroup({ accountId: "u1", group: "editors" }, operator);
    holds((await whoIs(browser)) === undefined, `${name}: what they had signed in`);
    holds((await problem(await redeem(late, granted))) === "403 not_admitted", `${name}: what they had granted`);
  });
}

test("tokens of a person who was removed are not refreshed; another application, which is for everyone, is unaffected", async () => {
  const applications = [
    { id: "shop", name: "茶铺", access, confirm: "never" as const },
    { id: "open", name: "论坛", confirm: "never" as const },
  ];
  const set = await setStage({ options: { applications } });
  stage = set;
  await bring(set, "xiaoming", "u1");
  await set.saoma.operator.addToGroup({ accountId: "u1", group: "staff" }, operator);
  const tokensAt = async (application: string) => {
    const browser = set.browser();
    const started = await start(browser, { application });
    await set.scan("xiaoming", started);
    const answer = await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { mode: "token" } });
    return (await answer.json()) as { refreshToken: string };
  };
  const refresh = async ({ refreshToken }: { refreshToken: string }) =>
    (await set.browser().request("POST", "/v1/tokens/refresh", { body: { refreshToken } })).status;
  const [shop, open] = [await tokensAt("shop"), await tokensAt("open")];
  await set.saoma.operator.removeFromGroup({ accountId: "u1", group: "staff" }, operator);
  holds((await refresh(shop)) === 401, "a refresh token");
  expect(await refresh(open)).toBe(200);
});

test("a site that calls wechat-server gets no person who is in none of its groups", async () => {
  const token = "TokenOfTheSiteThatIsLongEnough12";
  const wechatServer = { source: appidOf("test"), token };
  const served = await setStage({ kind: "test", mode: "plain", application: { access, wechatServer } });
  stage = served;
  const site = createWechatServerClient(served, "https://login.saoma.test/compat/wechat-server/shop", token);
  const code = async () => (await served.say("xiaoming", "验证码")).text;
  await served.simulator.control.follow("xiaoming", served.appid);
  await expect(site.idOf(await code())).rejects.toThrow("验证码错误或已过期");
  await bring(served, "xiaoming", "u1");
  await served.saoma.operator.addToGroup({ accountId: "u1", group: "staff" }, operator);
  expect(await site.idOf(await code())).toMatch(/^o/);
});

test("an OpenID client gets no account outside its groups, and for members the names of the groups", async () => {
  const openid = await setOpenIdStage({ refresh: true }, {}, Date.now(), {}, { access });
  const set = openid.stage;
  stage = { ...set, close: () => openid.close() };
  const begun = await begin(await discover(openid));
  const stranger = openid.browser();
  const page = await stranger.go(begun.url.href);
  holds(!(await stranger.signIn("xiaohong", page.url)).url.includes("code="), "a newcomer at the hosted page");
  await bring(set, "xiaoming", "u1");
  for (const group of ["staff", "night-shift"])
    await set.saoma.operator.addToGroup({ accountId: "u1", group }, operator);
  const { site, browser, tokens } = await signInAt(openid);
  expect(tokens.claims()).toMatchObject({ sub: "u1", groups: ["night-shift", "staff"] });
  const unused = await begin(site);
  const back = await browser.go(unused.url.href);
  await set.saoma.operator.removeFromGroup({ accountId: "u1", group: "staff" }, operator);
  const isRefused = await finish(site, unused, back.url).then(
    () => false,
    () => true,
  );
  holds(isRefused, "a code that they had");
  const userInfo = await fetch(`${openid.issuer}/oidc/userinfo`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  holds(userInfo.status === 401, "an access token");
  const silently = async (one = browser) => (await one.go((await begin(site, { prompt: "none" })).url.href)).url;
  holds((await silently()).includes("error=access_denied"), "asking silently");
  expect(await silently(stranger)).toContain("error=login_required");
  await set.saoma.operator.addToGroup({ accountId: "u1", group: "staff" }, operator);
  expect(await silently()).toContain("error=login_required");
});

test("a person who was put into a group before their first sign-in enters by an invitation at the hosted page; nobody else does", async () => {
  const openid = await setOpenIdStage({}, {}, Date.now(), {}, { access });
  const set = openid.stage;
  stage = { ...set, close: () => openid.close() };
  await set.saoma.people.import([{ id: "new-1", name: "新同事", phone: "+8613800138001" }], { dryRun: false });
  await set.saoma.operator.addToGroup({ accountId: "new-1", group: "staff" }, operator);
  const { code } = (await set.saoma.operator.invite("new-1", operator)) ?? {};
  const site = await discover(openid);
  const begun = await begin(site);
  const browser = openid.browser();
  const page = await browser.go(begun.url.href);
  expect(page.text).toMatch(/<saoma-login[^>]* invitation>/);
  const started = (await (await browser.post("/v1/attempts", { application: "shop" })).json()) as StartedAttempt;
  expect((await browser.post(`/v1/attempts/${started.id}/invitation`, { code })).status).toBe(200);
  await set.scan("xiaohong", started);
  const unpaired = await browser.post(`/v1/attempts/${started.id}/redeem`, {});
  holds(unpaired.status === 409, "an invitation whose WeChat is not paired");
  const redeemed = await browser.post(`/v1/attempts/${started.id}/redeem`, { pairingCode: set.pairingCode(started) });
  expect(redeemed.status).toBe(200);
  const back = await browser.go(page.url, { method: "POST", headers: { origin: openid.issuer } });
  expect((await finish(site, begun, back.url)).claims()).toMatchObject({ sub: "new-1", groups: ["staff"] });
  const stranger = openid.browser();
  const other = await begin(site);
  const asked = await stranger.go(other.url.href);
  holds(!(await stranger.signIn("afei", asked.url)).url.includes("code="), "a stranger beside an invitation");
});

test("an OpenID client whose groups are narrowed is notified of the sessions that are no longer admitted", async () => {
  const openid = await setOpenIdStage();
  stage = { ...openid.stage, close: () => openid.close() };
  const { site, browser, tokens } = await signInAt(openid);
  const silently = async () => (await browser.go((await begin(site, { prompt: "none" })).url.href)).url;
  (openid.stage.options.applications[0] as { access?: typeof access }).access = access;
  await openid.stage.restart();
  holds((await silently()).includes("error=access_denied"), "asking silently with a session from before");
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  const userInfo = await fetch(`${openid.issuer}/oidc/userinfo`, { headers });
  holds(userInfo.status === 401, "an access token from before");
  const page = await browser.go((await begin(site)).url.href);
  holds(page.text.includes("<saoma-login"), "the page of the same");
  await browser.go(`${openid.issuer}/v1/session?application=shop`, {
    method: "DELETE",
    headers: { origin: openid.issuer },
  });
  expect(await silently()).toContain("error=login_required");
});

test("if `access` is added later, sessions of people outside the groups are invalid", async () => {
  const set = await setStage({ application: { confirm: "never" } });
  stage = set;
  const browser = set.browser();
  const started = await start(browser);
  await set.scan("xiaoming", started);
  expect((await redeem(browser, started)).status).toBe(200);
  (set.options.applications[0] as { access?: typeof access }).access = access;
  await set.restart();
  holds((await whoIs(browser)) === undefined, "a session from before");
});
