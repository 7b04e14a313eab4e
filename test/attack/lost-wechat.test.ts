import { afterEach, expect, test } from "vitest";
import { appidOf } from "../../src/simulator/world/identity.ts";
import type { Browser } from "../stage/browser.ts";
import { bearerOf, call, openByCode } from "../stage/mini-program.ts";
import { look, problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";
import { tally } from "./tally.ts";
import { ways } from "./ways.ts";

// A phone with its WeChat is lost. A finder is refused everywhere, and is told why.

let stage: Stage;
const { holds } = tally("a lost WeChat");

afterEach(() => stage.close());

const operator = { actor: "operator", mutes: true };

/** Marks the account's only WeChat as lost. */
async function mark(accountId: string, mark: "lost" | "found" = "lost"): Promise<void> {
  for (const { id } of (await stage.saoma.operator.account(accountId))?.identities ?? []) {
    expect(await stage.saoma.operator.markWechat(accountId, id, { ...operator, mark })).toBe(true);
  }
}

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: a lost WeChat signs nobody in, and its sessions end, until it is found`, async () => {
    stage = await setStage({ kind: way.kind });
    const headers = way.headers ?? {};
    const startHere = async (browser: Browser, body = {}) =>
      (await (
        await browser.request("POST", "/v1/attempts", { body: { channel: way.channel, ...body }, headers })
      ).json()) as Awaited<ReturnType<typeof start>>;
    const signIn = async (browser: Browser) => {
      const started = await startHere(browser);
      await way.answer(stage, "xiaoming", started, browser).catch(() => undefined);
      return started;
    };
    const browser = stage.browser();
    expect((await redeem(browser, await signIn(browser))).status).toBe(200);
    const id = (await whoIs(browser))?.account.id ?? "";

    const late = stage.browser();
    const granted = await signIn(late);
    await mark(id);
    holds((await whoIs(browser)) === undefined, `${name}: what it had signed in`);
    holds((await problem(await redeem(late, granted))) === "410 attempt_ended", `${name}: what it had granted`);

    const finder = stage.browser();
    const refused = await signIn(finder);
    const { status, reason } = await look(finder, refused);
    holds(status === "declined" && reason === "wechat_lost", `${name}: a new sign-in`);
    holds((await problem(await redeem(finder, refused))) === "410 attempt_ended", `${name}: its session`);
    if (way.channel.startsWith("official")) {
      holds(stage.lastMessage("xiaoming").text.includes("已登记为丢失"), `${name}: hears why`);
    }

    await mark(id, "found");
    const found = stage.browser();
    expect((await redeem(found, await signIn(found))).status).toBe(200);
    expect((await whoIs(found))?.account.id).toBe(id);
  });
}

async function signedIn(person = "xiaoming"): Promise<Browser> {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.say(person, "1");
  expect((await redeem(browser, started)).status).toBe(200);
  return browser;
}

async function approve(browser: Browser, person: string, body = {}): Promise<void> {
  const proof = await start(browser, { purpose: "prove", ...body });
  await stage.scan(person, proof);
  await stage.say(person, "1");
  expect((await redeem(browser, proof)).status).toBe(200);
}

const redeemPaired = (browser: Browser, link: { id: string }) =>
  browser.request("POST", `/v1/attempts/${link.id}/redeem`, { body: { pairingCode: stage.pairingCode(link) } });

/** An account with two WeChats: xiaoming's, and then xiaohong's. */
async function withTwo() {
  stage = await setStage();
  const owner = await signedIn();
  await approve(owner, "xiaoming");
  const link = await start(owner, { purpose: "link" });
  await stage.scan("xiaohong", link);
  expect((await redeemPaired(owner, link)).status).toBe(200);
  const id = (await whoIs(owner))?.account.id ?? "";
  const identities = (await stage.saoma.operator.account(id))?.identities ?? [];
  const older = identities.find(({ linkedAt }) => linkedAt === undefined)?.id ?? "";
  const younger = identities.find(({ linkedAt }) => linkedAt !== undefined)?.id ?? "";
  const lose = (which: string) => stage.saoma.operator.markWechat(id, which, { ...operator, mark: "lost" });
  return { owner, id, older, younger, lose };
}

test("a lost WeChat cannot approve, and its earlier approvals are invalid", async () => {
  const { owner, id, younger, lose } = await withTwo();
  await approve(owner, "xiaohong");
  const link = await start(owner, { purpose: "link" });
  await stage.scan("afei", link);
  await lose(younger);
  holds((await problem(await redeemPaired(owner, link))) === "403 fresh_proof_needed", "a link that it had approved");
  holds((await stage.saoma.operator.account(id))?.identities.length === 2, "the account's WeChats");
  const proof = await start(owner, { purpose: "prove" });
  await stage.scan("xiaohong", proof);
  const { status, reason } = await look(owner, proof);
  holds(status === "declined" && reason === "wechat_lost", "another approval");
});

test("the account's other people are notified of a lost WeChat, and the lost WeChat gets no notice", async () => {
  const { owner, id, younger, older, lose } = await withTwo();
  await lose(younger);
  const heard = (person: string) =>
    stage.simulator.control.chat(person, stage.appid).filter(({ text }) => text.includes("按丢失处理")).length;
  await stage.say("xiaoming", "你好");
  await stage.say("xiaohong", "你好");
  holds(heard("xiaoming") === 1, "the owner is told");
  holds(heard("xiaohong") === 0, "the lost one is not");
  await stage.saoma.operator.markWechat(id, younger, { ...operator, mark: "found" });
  await stage.saoma.operator.markWechat(id, older, { ...operator, mark: "lost" });
  holds((await whoIs(owner)) === undefined, "what the older one had signed in");
  holds(heard("xiaoming") === 1, "nothing of its own loss");
});

test('"not me" from a lost WeChat takes nothing back', async () => {
  const { owner, id, younger, lose } = await withTwo();
  const second = await signedIn("xiaohong");
  await lose(younger);
  holds((await whoIs(second)) === undefined, "its session");
  holds((await stage.say("xiaohong", "2")).text.includes("已登记为丢失"), "hears why");
  holds((await stage.saoma.operator.account(id))?.identities.length === 2, "and is still the account's");
  holds((await whoIs(owner)) !== undefined, "the owner's session");
});

test("the last WeChat that is not lost stays, and a lost one goes however old it is", async () => {
  const { older, younger, lose } = await withTwo();
  await lose(older);
  const second = await signedIn("xiaohong");
  const remove = (target: string) => second.request("DELETE", `/v1/account/identities/${target}`);
  await approve(second, "xiaohong", { for: "remove", identity: younger });
  holds((await problem(await remove(younger))) === "409 last_identity", "the last one that signs in");
  await approve(second, "xiaohong", { for: "remove", identity: older });
  holds((await remove(older)).status === 200, "the lost one");
});

test("the same WeChat by another source is lost, too, also where it was never seen before", async () => {
  stage = await setStage({ also: ["mini-program"] });
  const id = (await whoIs(await signedIn()))?.account.id ?? "";
  const { appid = "" } = stage.simulator.world().accounts.find(({ kind }) => kind === "mini-program") ?? {};
  await mark(id);
  const finder = stage.browser();
  const started = await start(finder, { channel: "mini-program", source: appid });
  const scene = await openByCode(stage, "xiaoming", started);
  const bearer = await bearerOf(stage, "xiaoming", appid);
  const path = `${appid}/attempts/${encodeURIComponent(scene)}`;
  const seen = (await (await call(stage, "POST", `${path}/scan`, { bearer, body: {} })).json()) as { reason?: string };
  holds(seen.reason === "wechat_lost", "at the mini-program");
  const confirmed = await call(stage, "POST", `${path}/confirm`, { bearer, body: {} });
  holds((await problem(confirmed)) === "403 wechat_lost", "its confirm");
  holds((await look(finder, started)).status === "declined", "the page");
});

test("a sign-in that waits for the lost WeChat's confirm says why it ended", async () => {
  stage = await setStage();
  const id = (await whoIs(await signedIn()))?.account.id ?? "";
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await mark(id);
  const { status, reason } = await look(browser, started);
  expect({ status, reason }).toEqual({ status: "declined", reason: "wechat_lost" });
});

test("marking a WeChat as lost or found is audited, and emitted as an event", async () => {
  stage = await setStage();
  const told: string[] = [];
  stage.saoma.on("lost", ({ accountId, sessionsEnded }) => told.push(`lost ${accountId} ${sessionsEnded}`));
  stage.saoma.on("found", ({ accountId }) => told.push(`found ${accountId}`));
  const id = (await whoIs(await signedIn()))?.account.id ?? "";
  await mark(id);
  await mark(id);
  await mark(id, "found");
  expect(told).toEqual([`lost ${id} 1`, `found ${id}`]);
  const lines = (await stage.saoma.operator.audit(0, 10)).map(({ action, actor }) => `${actor} ${action}`);
  expect(lines).toEqual(["operator identity.lost", "operator identity.found"]);
  expect(await stage.saoma.operator.markWechat(id, "nobody", { ...operator, mark: "lost" })).toBe(false);
});

test("at a source that does not know it yet, a lost WeChat gets no code that a site looks up", async () => {
  const wechatServer = { source: appidOf("service"), token: "5f3c9a1e7b2d4086af51c3e97d2b6048" };
  stage = await setStage({ kind: "service", also: ["mini-program"], application: { wechatServer } });
  const { appid = "" } = stage.simulator.world().accounts.find(({ kind }) => kind === "mini-program") ?? {};
  const browser = stage.browser();
  const started = await start(browser, { channel: "mini-program", source: appid });
  const scene = await openByCode(stage, "xiaoming", started);
  const bearer = await bearerOf(stage, "xiaoming", appid);
  const path = `${appid}/attempts/${encodeURIComponent(scene)}`;
  await call(stage, "POST", `${path}/scan`, { bearer, body: {} });
  await call(stage, "POST", `${path}/confirm`, { bearer, body: {} });
  expect((await redeem(browser, started)).status).toBe(200);
  await mark((await whoIs(browser))?.account.id ?? "");
  await stage.simulator.control.follow("xiaoming", stage.appid);
  holds((await stage.say("xiaoming", "验证码")).text.includes("已登记为丢失"), "验证码 at a sibling source");
});
