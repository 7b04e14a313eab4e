import { afterEach, expect, test } from "vitest";
import { approve, identities, link, remove, signedIn } from "../stage/linking.ts";
import { grantedInMiniProgram } from "../stage/mini-program.ts";
import { codeFor, numberOf, setPhoneStage } from "../stage/phone.ts";
import { problem, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

// A redeem checks again what was granted, because the WeChat, the account or its phone may have changed meanwhile.

let stage: Stage;
afterEach(() => stage.close());
const _mini = () => stage.simulator.world().accounts.find((one) => one.kind === "mini-program")?.appid ?? "";

const granted = (person: string) => grantedInMiniProgram(stage, person);

test("a WeChat that got an account by another source while its link waited for the code is not added", async () => {
  stage = await setStage({ also: ["mini-program"], application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  const id = (await whoIs(owner))?.account.id ?? "";
  await approve(owner, "xiaoming");
  const link = await start(owner, { purpose: "link" });
  await stage.scan("xiaohong", link);
  const pairingCode = stage.pairingCode(link);
  const { browser, started } = await granted("xiaohong");
  expect((await redeem(browser, started)).status).toBe(200);
  const answer = await owner.request("POST", `/v1/attempts/${link.id}/redeem`, { body: { pairingCode } });
  expect(await problem(answer)).toBe("410 attempt_ended");
  expect((await stage.saoma.operator.account(id))?.identities.length).toBe(1);
});

test("what a WeChat granted by a source that is not known yet is worth nothing once it was removed", async () => {
  stage = await setStage({ also: ["mini-program"], application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  await stage.clock.advance(1000);
  await link(owner, "xiaohong", "xiaoming");
  const { browser, started } = await granted("xiaohong");
  const other = (await identities(owner)).identities.find(({ isCurrent }) => !isCurrent)?.id ?? "";
  expect((await remove(owner, other, "xiaoming")).status).toBe(200);
  expect((await redeem(browser, started)).status).toBe(410);
  expect(await whoIs(browser)).toBeUndefined();
  expect(await stage.rows("select id from accounts where id = ''")).toEqual([]);
});

test("a person who got an account meanwhile is not signed in by an invitation", async () => {
  stage = await setStage({ application: { confirm: "always" } });
  await stage.saoma.people.import([{ id: "member-1", name: "老会员" }], { dryRun: false });
  const { code = "" } = (await stage.saoma.operator.invite("member-1", { actor: "operator" })) ?? {};
  const browser = stage.browser();
  const invited = await start(browser);
  await browser.request("POST", `/v1/attempts/${invited.id}/invitation`, { body: { code } });
  const elsewhere = stage.browser();
  const own = await start(elsewhere);
  await stage.scan("xiaohong", own);
  await stage.say("xiaohong", "1");
  await stage.scan("xiaohong", invited);
  const pairingCode = stage.pairingCode(invited);
  expect((await redeem(elsewhere, own)).status).toBe(200);
  const answer = await browser.request("POST", `/v1/attempts/${invited.id}/redeem`, { body: { pairingCode } });
  expect(answer.status).toBe(410);
  expect((await whoIs(browser))?.account.id).not.toBe("member-1");
});

test("a number that belongs to another account by the redeem signs nobody in", async () => {
  stage = await setPhoneStage();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  const path = `/v1/attempts/${started.id}`;
  const phone = numberOf(stage, "xiaoming");
  await browser.request("POST", `${path}/phone`, { body: { phone, pairingCode: stage.pairingCode(started) } });
  await browser.request("POST", `${path}/phone`, { body: { otp: await codeFor(stage, "xiaoming") } });
  await stage.saoma.people.import([{ id: "member-1", name: "老会员", phone: `+86${phone}` }], { dryRun: false });
  expect((await redeem(browser, started)).status).toBe(410);
  expect(await whoIs(browser)).toBeUndefined();
});

test("a sign-in that was under way when an invitation added the WeChat opens nothing unasked", async () => {
  stage = await setStage({ application: { confirm: "never" } });
  await stage.saoma.people.import([{ id: "member-1", name: "老会员" }], { dryRun: false });
  const { code = "" } = (await stage.saoma.operator.invite("member-1", { actor: "operator" })) ?? {};
  const browser = stage.browser();
  const invited = await start(browser);
  await browser.request("POST", `/v1/attempts/${invited.id}/invitation`, { body: { code } });
  const elsewhere = stage.browser();
  const own = await start(elsewhere);
  await stage.scan("xiaohong", own);
  await stage.scan("xiaohong", invited);
  const pairingCode = stage.pairingCode(invited);
  const done = await browser.request("POST", `/v1/attempts/${invited.id}/redeem`, { body: { pairingCode } });
  expect(done.status).toBe(200);
  expect((await redeem(elsewhere, own)).status).toBe(410);
  expect(await whoIs(elsewhere)).toBeUndefined();
});

test("what a WeChat granted by a source that is not known yet is worth nothing once it is lost", async () => {
  stage = await setStage({ also: ["mini-program"], application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  const id = (await whoIs(owner))?.account.id ?? "";
  const { browser, started } = await granted("xiaoming");
  const [one] = (await stage.saoma.operator.account(id))?.identities ?? [];
  await stage.saoma.operator.markWechat(id, one?.id ?? "", { actor: "operator", mark: "lost" });
  expect((await redeem(browser, started)).status).toBe(410);
  expect(await whoIs(browser)).toBeUndefined();
});
