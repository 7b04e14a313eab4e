import { afterEach, expect, test } from "vitest";
import { appidOf } from "../../src/simulator/world/identity.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { Browser } from "../stage/browser.ts";
import { pass } from "../stage/linking.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { secret, setOpenIdStage } from "../stage/openid.ts";
import { begin, discover, finish, signInAt } from "../stage/openid-client.ts";
import { look, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { createWechatServerClient } from "../stage/wechat-server-client.ts";
import { tally } from "./tally.ts";
import { type Way, ways } from "./ways.ts";

// The operator suspends an account. Its people are refused by every way and at every step, and are told why.

let stage: Stage | undefined;
const { holds } = tally("a suspended account");

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

const operator = { actor: "operator" };
const inWords = "已被停用";

async function set(...given: Parameters<typeof setStage>): Promise<Stage> {
  stage = await setStage(...given);
  return stage;
}

async function begun(browser: Browser, { channel, headers = {} }: Way): Promise<StartedAttempt> {
  return (await browser.request("POST", "/v1/attempts", { body: { channel }, headers })).json() as never;
}

/** An account of xiaoming, signed in by this way. */
async function member(on: Stage, way: Way): Promise<{ browser: Browser; id: string }> {
  const browser = on.browser();
  const started = await begun(browser, way);
  await way.answer(on, "xiaoming", started, browser);
  expect((await redeem(browser, started)).status).toBe(200);
  return { browser, id: (await whoIs(browser))?.account.id ?? "" };
}

const suspend = (on: Stage, id: string) => on.saoma.operator.suspend(id, operator);
const unsuspend = (on: Stage, id: string) => on.saoma.operator.unsuspend(id, operator);

for (const [name, way] of Object.entries(ways)) {
  for (const confirm of ["always", "never"] as const) {
    test(`${name}, confirmed ${confirm}: nobody signs in to a suspended account, until it is not`, async () => {
      const on = await set({ kind: way.kind, application: { confirm } });
      const { browser, id } = await member(on, way);
      const late = on.browser();
      const granted = await begun(late, way);
      await way.answer(on, "xiaoming", granted, late);
      expect((await look(late, granted)).status).toBe("granted");

      await suspend(on, id);
      holds((await whoIs(browser)) === undefined, `${name}: what they had signed in`);
      holds((await problem(await redeem(late, granted))) === "403 account_suspended", `${name}: what they had granted`);

      const again = on.browser();
      const refused = await begun(again, way);
      await way.answer(on, "xiaoming", refused, again).catch(() => undefined);
      const { status, reason } = await look(again, refused);
      holds(status === "declined" && reason === "account_suspended", `${name}: a new sign-in`);
      holds((await problem(await redeem(again, refused))) === "410 attempt_ended", `${name}: its session`);
      if (way.channel.startsWith("official")) {
        holds(on.lastMessage("xiaoming").text.includes(inWords), `${name}: hears why`);
      }
      await unsuspend(on, id);
      expect((await member(on, way)).id).toBe(id);
    });
  }
}

const qr = ways["a QR of the 服务号"] as Way;

for (const answer of ["a tap", "a typed answer"] as const) {
  test(`a person who was asked before the suspension cannot confirm after it, by ${answer}`, async () => {
    const on = await set({ application: { confirm: "always" } });
    const { browser, id } = await member(on, qr);
    const page = on.browser();
    const started = await start(page);
    await on.scan("xiaoming", started);
    await suspend(on, id);
    if (answer === "a tap") await on.tap("xiaoming", "是我，登录");
    else await on.say("xiaoming", "1");
    holds((await look(page, started)).reason === "account_suspended", `a yes by ${answer}`);
    holds(on.lastMessage("xiaoming").text.includes(inWords), "hears why");
    holds((await on.say("xiaoming", "1")).text.includes(inWords), "and again");
    expect(await whoIs(browser)).toBeUndefined();
  });
}

test("the chat gives a suspended person no code, and an earlier code signs nobody in", async () => {
  const on = await set({ kind: "subscription", application: { confirm: "never" } });
  const code = ways["digits sent in the chat"] as Way;
  const { id } = await member(on, code);
  const given = (await on.say("xiaoming", "登录")).text.replaceAll(/\D/g, "").slice(0, 6);
  await suspend(on, id);
  holds((await on.say("xiaoming", "登录")).text.includes(inWords), "asking for a code");
  const page = on.browser();
  const started = await start(page, { channel: "official-account-code" });
  await page.request("POST", `/v1/attempts/${started.id}/code`, { body: { code: given } });
  holds((await look(page, started)).status !== "granted", "typing one from before");
});

test("links and approvals that were under way come to nothing", async () => {
  const on = await set();
  const { browser, id } = await member(on, qr);
  const proof = await start(browser, { purpose: "prove" });
  await on.scan("xiaoming", proof);
  await suspend(on, id);
  await on.say("xiaoming", "1");
  holds((await redeem(browser, proof)).status >= 400, "an approval");
  holds((await look(browser, proof)).status === "declined", "its attempt");
  holds(
    (await problem(await browser.request("POST", "/v1/attempts", { body: { purpose: "link" } }))) ===
      "401 not_signed_in",
    "a new link",
  );
});

test("tokens are not refreshed, and the service accepts no access token", async () => {
  const on = await set({ application: { confirm: "never" } });
  const page = on.browser();
  const started = await start(page);
  await on.scan("xiaoming", started);
  const answer = await page.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { mode: "token" } });
  const { accessToken, refreshToken } = (await answer.json()) as { accessToken: string; refreshToken: string };
  const asks = async () =>
    (await on.browser().request("GET", "/v1/session", { headers: { authorization: `Bearer ${accessToken}` } })).status;
  expect(await asks()).toBe(200);
  const [line] = (await on.rows("select id from accounts")) as { id: string }[];
  await suspend(on, line?.id ?? "");
  const refreshed = await on.browser().request("POST", "/v1/tokens/refresh", { body: { refreshToken } });
  holds(refreshed.status === 401, "a refresh token");
  holds((await asks()) === 401, "an access token");
});

test("an invitation into a suspended account leads nowhere, entered before or after", async () => {
  const on = await set({ application: { confirm: "never" } });
  await on.saoma.people.import([{ id: "u1", name: "老客" }], { dryRun: false });
  for (const when of ["before", "after"] as const) {
    const { code = "" } = (await on.saoma.operator.invite("u1", operator)) ?? {};
    const page = on.browser();
    const started = await start(page);
    expect((await page.request("POST", `/v1/attempts/${started.id}/invitation`, { body: { code } })).status).toBe(200);
    if (when === "before") await suspend(on, "u1");
    await on.scan("xiaohong", started);
    if (when === "after") await suspend(on, "u1");
    const pairingCode = when === "after" ? on.pairingCode(started) : "";
    const got = await page.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { pairingCode } });
    holds(got.status >= 400, `suspended ${when} the scan`);
    holds((await on.saoma.operator.account("u1"))?.identities.length === 0, `and no WeChat is added, ${when}`);
    if (when === "after") expect(await problem(got)).toBe("403 account_suspended");
    else holds(on.lastMessage("xiaohong").text.includes(inWords), "hears why");
    await unsuspend(on, "u1");
  }
});

test("another WeChat of the same person, at a source that does not know it yet, is refused, too", async () => {
  const on = await set({ also: ["mini-program"] });
  const { id } = await member(on, qr);
  await suspend(on, id);
  const { appid = "" } = on.simulator.world().accounts.find(({ kind }) => kind === "mini-program") ?? {};
  const page = on.browser();
  const started = await start(page, { channel: "mini-program", source: appid });
  const scene = await openByCode(on, "xiaoming", started);
  const bearer = await bearerOf(on, "xiaoming", appid);
  const path = `${appid}/attempts/${encodeURIComponent(scene)}`;
  const seen = (await (await call(on, "POST", `${path}/scan`, { bearer, body: {} })).json()) as { reason?: string };
  holds(seen.reason === "account_suspended", "at the mini-program");
  await call(on, "POST", `${path}/confirm`, { bearer, body: {} });
  holds((await look(page, started)).status === "declined", "its confirm");
});

test("a site that calls wechat-server gets 用户已被封禁, and the chat gives no code", async () => {
  const token = "TokenOfTheSiteThatIsLongEnough12";
  const wechatServer = { source: appidOf("test"), token };
  const on = await set({ kind: "test", mode: "plain", application: { wechatServer } });
  const { id } = await member(on, qr);
  const code = (await on.say("xiaoming", "验证码")).text;
  await suspend(on, id);
  const path = `/compat/wechat-server/shop/api/wechat/user?code=${code}`;
  const answer = await on.browser().request("GET", path, { headers: { authorization: token } });
  holds((await answer.text()) === '{"message":"用户已被封禁","success":false}', "a code from before");
  holds((await on.say("xiaoming", "验证码")).text.includes(inWords), "asking for another one");
  await unsuspend(on, id);
  const site = createWechatServerClient(on, "https://login.saoma.test/compat/wechat-server/shop", token);
  expect(await site.idOf((await on.say("xiaoming", "验证码")).text)).toMatch(/^o/);
});

test("an OpenID client gets access_denied, and its tokens are no longer valid", async () => {
  const openid = await setOpenIdStage({ refresh: true });
  const on = openid.stage;
  stage = { ...on, close: () => openid.close() };
  const { site, browser, tokens } = await signInAt(openid);
  const unused = await begin(site);
  const back = await browser.go(unused.url.href);
  const id = String(tokens.claims()?.sub);
  await suspend(on, id);
  const isRefused = await finish(site, unused, back.url).then(
    () => false,
    () => true,
  );
  holds(isRefused, "a code");
  const userInfo = await fetch(`${openid.issuer}/oidc/userinfo`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  holds(userInfo.status === 401, "an access token");
  const refreshed = await fetch(`${openid.issuer}/oidc/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`shop:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: tokens.refresh_token ?? "" }),
  });
  // The client itself is accepted. Only the person is refused.
  const { error } = (await refreshed.json()) as { error?: string };
  holds(refreshed.status === 400 && error === "invalid_grant", "a refresh token");
  const silently = async () => (await browser.go((await begin(site, { prompt: "none" })).url.href)).url;
  holds((await silently()).includes("error=access_denied"), "asking silently");
  const page = await openid.browser().go((await begin(await discover(openid))).url.href);
  holds(page.text.includes("<saoma-login"), "the page");
  await unsuspend(on, id);
  expect(await silently()).toContain("error=login_required");
});

test("what a person had announced of their account is not done while it is suspended", async () => {
  const on = await set();
  const { browser, id } = await member(on, qr);
  const proof = await start(browser, { purpose: "prove", for: "delete" });
  await on.scan("xiaoming", proof);
  await on.say("xiaoming", "1");
  expect((await redeem(browser, proof)).status).toBe(200);
  const announced = await browser.request("DELETE", "/v1/account");
  expect(announced.ok).toBe(true);
  await suspend(on, id);
  await pass(on, 8 * 86_400_000);
  await expect.poll(() => on.rows("select 1 from account_changes where ended_at is not null")).toHaveLength(1);
  holds((await on.saoma.operator.account(id)) !== undefined, "the account is there");
});

test("a suspension is audited, emitted as an event, and applied once", async () => {
  const on = await set();
  const told: string[] = [];
  on.saoma.on("suspended", ({ accountId, sessionsEnded }) => told.push(`suspended ${accountId} ${sessionsEnded}`));
  on.saoma.on("unsuspended", ({ accountId }) => told.push(`unsuspended ${accountId}`));
  const { id } = await member(on, qr);
  expect([await suspend(on, id), await suspend(on, id)]).toEqual([true, false]);
  expect([await unsuspend(on, id), await unsuspend(on, id)]).toEqual([true, false]);
  expect(await suspend(on, "nobody")).toBeUndefined();
  expect(told).toEqual([`suspended ${id} 1`, `unsuspended ${id}`]);
  const lines = (await on.saoma.operator.audit(0, 10)).map(({ action, actor }) => `${actor} ${action}`);
  expect(lines).toEqual(["operator account.suspended", "operator account.unsuspended"]);
});

test("after it the browsers are strangers again", async () => {
  const on = await set();
  const { browser, id } = await member(on, qr);
  await suspend(on, id);
  await unsuspend(on, id);
  const started = await start(browser);
  await on.scan("xiaoming", started);
  holds((await look(browser, started)).status === "scanned", "a browser from before is asked");
});
