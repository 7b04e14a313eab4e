import { afterEach, expect, test } from "vitest";
import { SaomaError } from "../../src/domain/errors.ts";
import { isOurScene, newScene } from "../../src/domain/scene.ts";
import type { OnMessage } from "../../src/login/context.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import type { Push } from "../../src/wechat/index.ts";
import { eventXml, openIdOf, pushXml, sendSealed, sendText } from "../stage/sealed-push.ts";
import { look, type Stage, type StageOptions, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options?: StageOptions): Promise<Push[]> => {
  stage = await setStage(options);
  const heard: Push[] = [];
  stage.saoma.on("message", ({ push }) => void heard.push(push));
  return heard;
};

const event = (name: string, fields: Record<string, string> = {}, nonce?: string) =>
  sendSealed(stage, eventXml(stage, openIdOf(stage, "xiaoming"), name, fields), nonce ? { nonce } : {});

const say = (text: string, nonce = "1", msgId = "7") => sendText(stage, "xiaoming", text, { nonce, msgId });

const poster = { EventKey: "qrscene_poster_42", Ticket: "gQEticket" };

test("a first follow by the operator's own QR reaches the handler, and the event has its key and ticket", async () => {
  const heard = await set();
  const told: unknown[] = [];
  stage.saoma.on("followed", (data) => told.push(data));
  for (const nonce of ["1", "2"]) expect((await event("subscribe", poster, nonce)).said).toContain("欢迎关注「青禾」");
  expect(heard).toMatchObject([{ event: "subscribe", eventKey: "qrscene_poster_42", ticket: "gQEticket" }]);
  const [appid, openId] = [stage.appid, openIdOf(stage, "xiaoming")];
  expect(told).toEqual([{ appid, openId, key: "qrscene_poster_42", scene: "poster_42", ticket: "gQEticket" }]);
});

test("a plain follow, a follow after a payment, a foreign scan and an unfollow reach the handler, each once", async () => {
  const heard = await set();
  const told: unknown[] = [];
  stage.saoma.on("followed", ({ key }) => told.push(key));
  stage.saoma.on("unfollowed", ({ sessionsEnded }) => told.push(sessionsEnded));
  await event("subscribe", { EventKey: "" });
  await event("subscribe", { EventKey: "last_trade_no_4200001" });
  await event("SCAN", { EventKey: "poster_42", Ticket: "t" });
  for (const nonce of ["1", "2"]) expect((await event("unsubscribe", {}, nonce)).said).toBe("success");
  expect(heard.map(({ event, eventKey }) => [event, eventKey])).toEqual([
    ["subscribe", ""],
    ["subscribe", "last_trade_no_4200001"],
    ["SCAN", "poster_42"],
    ["unsubscribe", undefined],
  ]);
  expect(told).toEqual([undefined, "last_trade_no_4200001", 0]);
});

test("what a handler says to a follow comes before the greeting", async () => {
  await set();
  stage.saoma.on("message", () => ({ type: "text", text: "欢迎来看海报" }));
  expect((await event("subscribe", poster)).said).toContain("欢迎来看海报");
});

test("a follow and a scan by a QR of ours stay ours", async () => {
  const heard = await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  expect(heard).toEqual([]);
});

for (const scene of ["activity_20240618_0001", "sm_20240618_shanghai01", "A".repeat(22)]) {
  test(`a foreign scene of 22 characters is not our expired QR: ${scene}`, async () => {
    const heard = await set();
    expect((await event("SCAN", { EventKey: scene })).said).toBe("success");
    expect((await event("subscribe", { EventKey: `qrscene_${scene}` })).said).toContain("欢迎关注");
    expect(heard).toHaveLength(2);
  });
}

test("a QR of ours that was swept away is expired, and no other character makes it ours", async () => {
  const heard = await set();
  const ours = newScene(createSeededRandom("scene"));
  expect(ours).toMatch(/^[\w-]{22}$/);
  expect((await event("SCAN", { EventKey: ours })).said).toContain("过期");
  const others = [...ours].map((one, at) => ours.slice(0, at) + (one === "A" ? "B" : "A") + ours.slice(at + 1));
  expect(others.filter(isOurScene)).toEqual([]);
  expect(heard).toEqual([]);
});

test("an empty text from a handler is success, and says nothing", async () => {
  await set({ source: { replies: { other: { type: "text", text: "收到" } } } });
  for (const [at, text] of ["", " \n", "\u0000\u0001", "\ud83d", "\uffff\ufffe"].entries()) {
    stage.saoma.on("message", () => ({ type: "text", text }));
    expect(await say("你好", String(at), String(at))).toEqual({ status: 200, said: "success" });
  }
  expect(await event("subscribe", poster)).toEqual({ status: 200, said: "success" });
});

const failures: Record<string, OnMessage> = {
  "throws at once": () => {
    throw new Error("a handler's own fault");
  },
  "fails later": async () => {
    await null;
    throw new TypeError("undefined is not a function");
  },
  "throws an error of ours that no repetition mends": () => {
    throw new SaomaError("invalid_request");
  },
};

for (const [how, fail] of Object.entries(failures)) {
  test(`a handler that ${how} counts as silent, once, and the same at each delivery`, async () => {
    await set({
      source: { replies: { keywords: [{ words: ["营业时间"], reply: { type: "text", text: "九点到六点" } }] } },
    });
    let calls = 0;
    stage.saoma.on("message", (message) => {
      calls++;
      return fail(message);
    });
    const answers = [];
    for (const nonce of ["1", "2", "3"]) answers.push((await say("营业时间", nonce)).said);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("九点到六点");
    expect(calls).toBe(1);
    expect(stage.lines.filter((line) => line.includes("a message handler failed"))).toHaveLength(1);
    expect(await event("CLICK", { EventKey: "ORDERS" })).toEqual({ status: 200, said: "success" });
  });
}

test("a handler reads what nests: what a menu scanned, a popup's answers", async () => {
  const heard = await set();
  const scanned =
    "<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult><![CDATA[https://a.test]]></ScanResult></ScanCodeInfo>";
  const key = "<EventKey>k</EventKey>";
  const popup =
    "<SubscribeMsgPopupEvent><List><TemplateId>a</TemplateId></List><List><TemplateId>b</TemplateId></List></SubscribeMsgPopupEvent>";
  const openId = openIdOf(stage, "xiaoming");
  await sendSealed(stage, pushXml(stage, openId, "event", `<Event>scancode_waitmsg</Event>${key}${scanned}`));
  await sendSealed(stage, pushXml(stage, openId, "event", `<Event>subscribe_msg_popup_event</Event>${popup}`));
  expect(heard[0]?.tree?.ScanCodeInfo).toMatchObject({ ScanType: "qrcode", ScanResult: "https://a.test" });
  expect(heard[1]?.tree?.SubscribeMsgPopupEvent).toMatchObject({ List: [{ TemplateId: "a" }, { TemplateId: "b" }] });
});
