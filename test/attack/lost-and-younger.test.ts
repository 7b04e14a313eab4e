import { afterEach, expect, test } from "vitest";
import type { Browser } from "../stage/browser.ts";
import { deleteAccount, identities, link, pass, signedIn } from "../stage/linking.ts";
import { bearerOf, call, grantedInMiniProgram, openByCode } from "../stage/mini-program.ts";
import { redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

// A lost WeChat gets no notices and cannot act. A WeChat does not become older by signing in through another source.

let stage: Stage;
afterEach(() => stage.close());
const mini = () => stage.simulator.world().accounts.find((one) => one.kind === "mini-program")?.appid ?? "";

const granted = (person: string) => grantedInMiniProgram(stage, person);

test("a WeChat that comes by another source is no older than it was", async () => {
  stage = await setStage({ also: ["mini-program"], application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  const id = (await whoIs(owner))?.account.id ?? "";
  await stage.clock.advance(1000);
  await link(owner, "xiaohong", "xiaoming");
  const { browser, started } = await granted("xiaohong");
  expect((await redeem(browser, started)).status).toBe(200);
  const owners = (await identities(browser)).identities.find(({ linkedAt }) => linkedAt === undefined)?.id ?? "";
  const proof = await start(browser, {
    purpose: "prove",
    for: "remove",
    identity: owners,
    channel: "mini-program",
    source: mini(),
  });
  const path = `${mini()}/attempts/${encodeURIComponent(await openByCode(stage, "xiaohong", proof))}`;
  const bearer = await bearerOf(stage, "xiaohong", mini());
  for (const [act, body] of [
    ["scan", {}],
    ["confirm", { purpose: "prove" }],
  ] as const)
    await call(stage, "POST", `${path}/${act}`, { bearer, body });
  expect((await redeem(browser, proof)).status).toBe(200);
  expect((await browser.request("DELETE", `/v1/account/identities/${owners}`)).status).toBe(202);
  expect((await stage.saoma.operator.account(id))?.identities.length).toBe(3);
});

test("what a WeChat announced is not done once it is lost", async () => {
  stage = await setStage({ application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  const id = (await whoIs(owner))?.account.id ?? "";
  await stage.clock.advance(1000);
  await link(owner, "xiaohong", "xiaoming");
  const younger = await signedIn(stage, "xiaohong");
  expect((await deleteAccount(younger, "xiaohong")).status).toBe(202);
  const lost =
    (await stage.saoma.operator.account(id))?.identities.find(({ linkedAt }) => linkedAt !== undefined)?.id ?? "";
  await stage.saoma.operator.markWechat(id, lost, { actor: "operator", mark: "lost" });
  await pass(stage, 8 * 86_400_000);
  expect(await stage.saoma.people.find({ id })).toBeDefined();
});

test("a WeChat hears nothing of what waited for it when it was marked as lost", async () => {
  stage = await setStage({
    kind: "subscription",
    application: { confirm: "always", channels: ["official-account-code"] },
  });
  const go = async (browser: Browser, person: string, body: object = {}) => {
    const started = await start(browser, body as Record<string, unknown>);
    await stage.simulator.control.follow(person, stage.appid);
    await stage.say(person, started.code?.text ?? "");
    return started;
  };
  const owner = stage.browser();
  const first = await go(owner, "xiaoming");
  await stage.say("xiaoming", "1");
  expect((await redeem(owner, first)).status).toBe(200);
  const id = (await whoIs(owner))?.account.id ?? "";
  const add = async (person: string) => {
    const proof = await go(owner, "xiaoming", { purpose: "prove" });
    await stage.say("xiaoming", "1");
    expect((await redeem(owner, proof)).status).toBe(200);
    const wanted = await go(owner, person, { purpose: "link" });
    const pairingCode = /配对码[^0-9]*(\d{6})/.exec(stage.lastMessage(person).text)?.[1];
    const answer = await owner.request("POST", `/v1/attempts/${wanted.id}/redeem`, { body: { pairingCode } });
    expect(answer.status).toBe(200);
  };
  await add("xiaohong");
  await stage.clock.advance(1000);
  await add("afei"); // xiaohong has to get a notice of it
  await stage.clock.advance(60_000);
  const all = (await stage.saoma.operator.account(id))?.identities ?? [];
  const hong = stage.simulator.world().people.find(({ name }) => name === "xiaohong")?.openIds[stage.appid];
  const lost = all.find(({ openId }) => openId === hong)?.id ?? "";
  expect(await stage.saoma.operator.markWechat(id, lost, { actor: "operator", mark: "lost" })).toBe(true);
  expect((await stage.say("xiaohong", "你好")).text).not.toContain("添加了");
});
