import { afterEach, expect, test } from "vitest";
import { look, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

async function scanned() {
  stage = await setStage();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  return { browser, started };
}

test.each([
  "1。",
  "1️⃣",
  "是",
  "确认",
  "是我登录",
  "\u200b是我，登录！",
  "一",
  "١",
  "对的。",
  "好的[微笑]",
  "[OK]",
  "OK!",
  "👌",
  "👍🏻",
  "是啊",
  "嗯嗯。",
  "是的，是我",
  "✔️",
  "同意登录",
])("%j confirms a sign-in", async (text) => {
  const { browser, started } = await scanned();
  await stage.say("xiaoming", text);
  expect(await look(browser, started)).toMatchObject({ status: "granted" });
});

test.each([
  "2。",
  "不是我",
  "拒绝",
  "取消！",
  "二",
  "不对",
  "不允许。",
  "No!",
  "❌",
  "不是我登录",
  "非本人操作！",
  "👎🏿",
])("%j declines one", async (text) => {
  const { browser, started } = await scanned();
  await stage.say("xiaoming", text);
  expect(await look(browser, started)).toMatchObject({ status: "declined" });
});

test("where the page shows a number, only that number confirms", async () => {
  stage = await setStage({ application: { confirmBy: "number", confirm: "always" } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  for (const text of ["是", "确认", "1。"]) await stage.say("xiaoming", text);
  const { status, number } = await look(browser, started);
  expect(status).toBe("scanned");
  await stage.say("xiaoming", `【${number}】`);
  expect(await look(browser, started)).toMatchObject({ status: "granted" });
});

test("a plain yes or no to nothing of ours is the handler's, and the words that we offered stay ours", async () => {
  const { browser, started } = await scanned();
  const heard: (string | undefined)[] = [];
  stage.saoma.on("message", ({ push }) => void heard.push(push.content));
  await stage.tap("xiaoming", "是我，登录");
  for (const text of ["是", "确认", "取消", "不"]) await stage.say("xiaoming", text);
  expect(heard).toEqual(["是", "确认", "取消", "不"]);
  expect(await look(browser, started)).toMatchObject({ status: "granted" });
  await stage.say("xiaoming", "2。");
  expect(await look(browser, started)).toMatchObject({ status: "declined" });
});

test.each(["登录", "登陆", "登錄", "登录。", "“登陆”！", "登\u200b录", "LOGIN."])(
  "%j asks for a code",
  async (text) => {
    stage = await setStage({ kind: "subscription" });
    await stage.simulator.control.follow("xiaoming", stage.appid);
    expect((await stage.say("xiaoming", text)).text).toMatch(/你的登录码|Your sign-in code/);
  },
);

test.each(["登录?", "怎么登录", "登录不了"])("%j does not", async (text) => {
  stage = await setStage({ kind: "subscription", source: { replies: { other: { type: "text", text: "收到" } } } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  expect((await stage.say("xiaoming", text)).text).toBe("收到");
});

test.each([
  ["【482913】", (code: string) => `【${code}】`],
  ["验证码：482913", (code: string) => `验证码：${code}`],
  ["Chinese numerals", (code: string) => code.replace(/\d/g, (one) => "零一二三四五六七八九".charAt(Number(one)))],
  ["digits and an emoticon", (code: string) => `${code}[微笑]`],
  ["keycap digits", (code: string) => code.replace(/\d/g, "$&\ufe0f\u20e3")],
  ["zero-width marks", (code: string) => [...code].join("\u200b")],
  ["direction marks", (code: string) => `\u2067${code}\u2069`],
])("a code as %s is taken, and a wrong one gets the hint", async (_, written) => {
  stage = await setStage({ kind: "subscription" });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const browser = stage.browser();
  const started = await start(browser);
  const code = started.code?.text.replaceAll(/\D/g, "") ?? "";
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  expect((await stage.say("xiaoming", written(wrong))).text).toContain("没有找到这个登录码");
  expect((await stage.say("xiaoming", written(code))).text).toContain("正在登录");
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});
