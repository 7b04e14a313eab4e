import { expect, test } from "vitest";
import { createSimulator } from "../../src/simulator/index.ts";
import { decrypt } from "../../src/simulator/push/crypto.ts";
import { field, stage, textReply, untilDone } from "./world.ts";

const tip = "该服务号提供的服务出现故障，请稍后再试";
const never = () => new Promise<never>(() => {});

/** A stage on which xiaoming follows the service account. No push has been sent yet. */
async function followed() {
  const s = await stage();
  const { appid } = s.account("service");
  await s.sim.control.follow("xiaoming", appid);
  s.service.got.length = 0;
  const say = (text = "hi") => s.sim.control.send("xiaoming", appid, text);
  const texts = () => s.sim.control.chat("xiaoming", appid).map(({ from, text }) => `${from}: ${text}`);
  return { ...s, appid, say, texts };
}

test("without an answer there are three requests, five seconds apart, then the tip", async () => {
  const s = await followed();
  s.service.answer = never;
  const { push } = await untilDone(s.clock, s.say());
  expect(push).toEqual({ outcome: "failed", deliveries: 3, reason: "no answer within 5 s" });
  expect(s.service.got.map(({ url }) => url.searchParams.get("timestamp"))).toEqual([
    "1700000000",
    "1700000005",
    "1700000010",
  ]);
  expect(s.texts()).toEqual(["person: hi", `system: ${tip}`]);
});

test("each delivery is signed anew over the same message", async () => {
  const s = await followed();
  await s.sim.control.patchAccount(s.appid, { mode: "safe" });
  s.service.answer = never;
  await untilDone(s.clock, s.say());
  const { aesKey } = s.account("service");
  const inner = s.service.got.map(({ body }) => decrypt(aesKey, s.appid, field(body, "Encrypt") ?? ""));
  expect(new Set(inner).size).toBe(1);
  for (const name of ["signature", "nonce", "msg_signature"])
    expect(new Set(s.service.got.map(({ url }) => url.searchParams.get(name))).size).toBe(3);
});

test("a reply to the second delivery is shown, and there is no third", async () => {
  const s = await followed();
  s.service.answer = ({ body }) => (s.service.got.length === 1 ? never() : { body: textReply(body, "here") });
  expect((await untilDone(s.clock, s.say())).push).toEqual({ outcome: "replied", deliveries: 2 });
  expect(s.texts()).toEqual(["person: hi", "account: here"]);
});

test("a response that begins in time but does not end in time counts as none", async () => {
  const s = await followed();
  const endless = new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode("succ")) });
  const slow = await stage({ fetch: async () => new Response(endless) });
  await slow.sim.control.patchAccount(s.appid, { pushUrl: "http://service.test/" });
  const { push } = await untilDone(slow.clock, slow.sim.control.follow("xiaoming", s.appid));
  expect(push).toMatchObject({ outcome: "failed", reason: expect.any(String) });
});

test.each(["", "success"])("the answer %j means nothing to say", async (body) => {
  const s = await followed();
  s.service.answer = () => ({ body });
  expect((await s.say()).push).toEqual({ outcome: "silent", deliveries: 1 });
  expect(s.texts()).toEqual(["person: hi"]);
});

test.each([500, 403, 302, 204])("status %i is a failure that is not delivered again", async (status) => {
  const s = await followed();
  s.service.answer = () => ({ status, body: status === 204 ? "" : "success" });
  expect((await s.say()).push).toMatchObject({
    outcome: "failed",
    deliveries: 1,
    reason: expect.stringContaining(String(status)),
  });
  expect(s.texts()).toEqual(["person: hi", `system: ${tip}`]);
});

test("by switch, a 5xx and a refused connection are delivered again", async () => {
  const s = await followed();
  s.service.answer = () => ({ status: 503 });
  s.sim.control.patchSettings({ retryOn5xx: true });
  expect((await s.say()).push.deliveries).toBe(3);
  s.service.answer = () => Promise.reject(new TypeError("fetch failed"));
  expect((await s.say()).push).toEqual({ outcome: "failed", deliveries: 1, reason: "no connection: fetch failed" });
  s.sim.control.patchSettings({ retryOnRefused: true });
  expect((await s.say()).push.deliveries).toBe(3);
});

test("other accounts than a 服务号 say 公众号 in the tip, and the words are settings", async () => {
  const s = await followed();
  const { appid } = s.account("subscription");
  s.service.answer = () => ({ status: 500 });
  await s.sim.control.follow("xiaoming", appid);
  s.sim.control.patchSettings({ accountTip: "暂时无法提供服务" });
  await s.sim.control.menu("xiaoming", appid, "K");
  const texts = s.sim.control.chat("xiaoming", appid).map(({ text }) => text);
  expect(texts).toEqual(["该公众号提供的服务出现故障，请稍后再试", "暂时无法提供服务"]);
});

test("a failed unsubscribe shows no tip, and a reply to it nothing", async () => {
  const s = await followed();
  s.service.answer = () => ({ status: 500 });
  await s.sim.control.unfollow("xiaoming", s.appid);
  s.service.answer = () => ({ body: "success" });
  await s.sim.control.follow("xiaoming", s.appid);
  s.service.answer = ({ body }) => ({ body: textReply(body, "bye") });
  await s.sim.control.unfollow("xiaoming", s.appid);
  expect(s.texts()).toEqual([]);
});

test("without a server URL nothing is pushed and the chat is as it was", async () => {
  const s = await followed();
  await s.sim.control.patchAccount(s.appid, { pushUrl: null });
  expect((await s.say()).push).toEqual({ outcome: "none", deliveries: 0 });
  const { url } = await s.qr("abc");
  expect(await s.sim.control.scan("xiaoming", { content: url })).toEqual({ outcome: "chat", appid: s.appid });
  expect([s.service.got.length, s.texts()]).toEqual([0, ["person: hi"]]);
});

test("without an injected fetch, a push fails and says so", async () => {
  const sim = createSimulator();
  const appid = sim.world().accounts[0]?.appid ?? "";
  await sim.control.patchAccount(appid, { pushUrl: "http://service.test/" });
  expect((await sim.control.follow("afei", appid)).push).toMatchObject({
    outcome: "failed",
    reason: expect.stringContaining("no fetch"),
  });
});

test("the log shows each delivery with its request and response", async () => {
  const s = await followed();
  s.service.answer = () => ({ body: "{}" });
  await s.say();
  expect(s.sim.control.log().entries.at(-1)).toMatchObject({
    kind: "push",
    what: "text",
    outcome: "failed",
    reason: "the answer was refused: it is not one XML element",
    deliveries: [
      { url: expect.stringContaining("signature="), body: expect.stringContaining("<xml>"), status: 200, answer: "{}" },
    ],
  });
});
