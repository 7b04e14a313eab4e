import { afterEach, expect, test } from "vitest";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { look, problem, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

/** A 公众号 that can only receive and reply. Everybody follows it. */
const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "subscription", ...options });
  for (const person of ["xiaoming", "xiaohong", "afei"]) await stage.simulator.control.follow(person, stage.appid);
};

const textOf = ({ code }: StartedAttempt): string => {
  if (!code) throw new Error("no code is shown");
  return code.text;
};

const enter = (browser: Browser, { id }: StartedAttempt, text: string) =>
  browser.request("POST", `/v1/attempts/${id}/code`, { body: { text } });

/** The code that the chat sent last. */
const chatCode = (person: string): string =>
  /[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{1,4})+/.exec(stage.lastMessage(person).text)?.[0] ?? "";

test("a newcomer sends the code that the page shows, confirms by tap and is signed in", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  expect(started).toMatchObject({
    channel: "official-account-code",
    status: "pending",
    why: "a code sent to 青禾 as a message signs in",
    expiresAt: new Date(stage.clock.now() + 300_000).toISOString(),
    code: { text: expect.stringMatching(/^\d{6}$/), sendTo: { name: "青禾" } },
  });
  expect(started.qr).toBeUndefined();
  expect((await stage.say("xiaoming", textOf(started))).text).toContain("登录码若是别人让你发的");
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  expect((await stage.tap("xiaoming", "是我，登录")).text).toContain("你已登录「青禾茶铺」");
  const redeemed = (await (await redeem(browser, started)).json()) as SessionView;
  expect(redeemed).toMatchObject({ account: { isNew: true }, identity: { channel: "official-account-code" } });
  expect(await whoIs(browser)).toEqual(redeemed);
});

test("a returning person in a known browser is in without the tap, and may take it back", async () => {
  await set();
  const browser = stage.browser();
  const first = await start(browser);
  await stage.say("xiaoming", textOf(first));
  await stage.tap("xiaoming", "是我，登录");
  await redeem(browser, first);
  const again = await start(browser);
  expect((await stage.say("xiaoming", textOf(again))).text).toContain("欢迎回来");
  await redeem(browser, again);
  expect(await whoIs(browser)).toBeDefined();
  expect((await stage.say("xiaoming", "2")).text).toContain("已经退出登录");
  expect(await whoIs(browser)).toBeUndefined();
});

test("the same browser gets the same code however often it reloads, across a restart; refresh gives a new one", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  expect(textOf(await start(browser))).toBe(textOf(started));
  await stage.restart();
  const again = await start(browser);
  expect([again.id, textOf(again)]).toEqual([started.id, textOf(started)]);
  const response = await browser.request("POST", `/v1/attempts/${started.id}/refresh`);
  const fresh = (await response.json()) as StartedAttempt;
  expect(textOf(fresh)).not.toBe(textOf(started));
  expect((await stage.say("xiaoming", textOf(started))).text).toContain("已经用过了");
  await stage.say("xiaoming", textOf(fresh));
  expect(await look(browser, fresh)).toMatchObject({ status: "scanned" });
});

test("the code counts as typed with spaces, hyphens and full-width digits, and only where it is the whole message", async () => {
  await set();
  for (const write of [
    (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)}\n`,
    (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`,
    (code: string) => code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ]) {
    const browser = stage.browser();
    const started = await start(browser);
    await stage.say("xiaoming", write(textOf(started)));
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  }
  const browser = stage.browser();
  const started = await start(browser);
  const before = stage.lastMessage("afei").id;
  for (const text of [`${textOf(started)}？`, `￥${textOf(started)}`, textOf(started).slice(2)])
    await stage.say("afei", text);
  expect(stage.lastMessage("afei").id).toBe(before);
  for (const text of [`code ${textOf(started).slice(1)}`, textOf(started).slice(1), `${textOf(started)}000`])
    expect((await stage.say("afei", text)).text).toContain("没有找到这个登录码");
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
});

test("a wrong, an expired, a used and a foreign code get different, kind replies", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  const wrong = textOf(started) === "111111" ? "222222" : "111111";
  expect((await stage.say("xiaoming", wrong)).text).toContain("没有找到这个登录码");
  await stage.say("xiaoming", textOf(started));
  expect((await stage.say("xiaohong", textOf(started))).text).toContain("已经用过了");
  const other = stage.browser();
  const late = await start(other);
  await stage.clock.advance(315_000);
  expect((await stage.say("xiaohong", textOf(late))).text).toContain("已经过期");
  expect(await look(other, late)).toMatchObject({ status: "expired" });
});

test("after five wrong codes not even the right one is taken for ten minutes, not after a restart either", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser, {});
  const wrong = (n: number) => String((Number(textOf(started)) + n) % 1_000_000).padStart(6, "0");
  for (let n = 1; n <= 5; n++) expect((await stage.say("xiaoming", wrong(n))).text).toContain("没有找到");
  expect((await stage.say("xiaoming", textOf(started))).text).toContain("次数太多");
  await stage.restart();
  expect((await stage.say("xiaoming", textOf(started))).text).toContain("次数太多");
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  await stage.say("xiaohong", textOf(started));
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  await stage.clock.advance(600_000);
  const later = await start(browser);
  expect((await stage.say("xiaoming", textOf(later))).text).toContain("正在登录");
});

test("right codes cost no try: a person who signs in in nine browsers within ten minutes is asked in each", async () => {
  await set();
  for (let round = 0; round < 9; round++) {
    expect((await stage.say("xiaoming", textOf(await start(stage.browser())))).text).toContain("正在登录");
  }
});

test("a wrong code delivered three times at once counts once", async () => {
  await set();
  const started = await start(stage.browser());
  stage.simulator.control.faults.add({ on: "push", kind: "duplicate", times: 2 });
  const wrong = (n: number) => String((Number(textOf(started)) + n) % 1_000_000).padStart(6, "0");
  for (let n = 1; n <= 4; n++) await stage.say("xiaoming", wrong(n));
  expect((await stage.say("xiaoming", textOf(started))).text).toContain("正在登录");
});

test("the claim alone shows the code, and nothing readable of it is in the database or the log", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.say("xiaoming", "登录");
  const given = chatCode("xiaoming").replace("-", "");
  expect(given).toHaveLength(8);
  const stored = await stage.stored();
  expect(stored).toContain(started.id);
  for (const secret of [textOf(started), given, chatCode("xiaoming")]) {
    expect(stored.includes(secret)).toBe(false);
    expect(stage.lines.join("\n")).not.toContain(secret);
  }
  const response = await stage.browser().request("GET", `/v1/attempts/${started.id}`);
  expect(await problem(response)).toBe("404 attempt_not_found");
});

test("at a 服务号 numbers of people who write about something else stay theirs while no code is about", async () => {
  await set({ kind: "service", source: { replies: { other: { type: "text", text: "收到" } } } });
  expect((await stage.say("xiaoming", "123456")).text).toBe("收到");
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-code" });
  expect((await stage.say("xiaoming", textOf(started))).text).toContain("正在登录");
});

test("an application that does not want codes takes none and gives none", async () => {
  await set({ kind: "service", application: { channels: ["official-account-qr"] } });
  const response = await stage
    .browser()
    .request("POST", "/v1/attempts", { body: { channel: "official-account-code" } });
  expect(await problem(response)).toBe("503 channel_unavailable");
  const before = stage.lastMessage("xiaoming").id;
  await stage.say("xiaoming", "登录");
  expect((await stage.say("xiaoming", "123456")).id).toBe(before);
});

test("the page gets the account's own QR, drawn if it is configured as a text", async () => {
  await set({ source: { qr: "http://weixin.qq.com/r/saoma" } });
  const started = await start(stage.browser());
  expect(started.code?.sendTo.image).toMatch(/^data:image\/png;base64,/);
});

test("a person who asks the chat gets a code, and typing it into the page signs them in", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  expect((await stage.say("xiaoming", " 登录 ")).text).toContain("不要告诉任何人");
  const response = await enter(browser, started, chatCode("xiaoming").toLowerCase());
  expect([response.status, await response.json()]).toMatchObject([200, { status: "granted" }]);
  const redeemed = (await (await redeem(browser, started)).json()) as SessionView;
  expect(redeemed.account.isNew).toBe(true);
  expect((await stage.say("xiaoming", "2")).text).toContain("已经退出登录");
  expect(await whoIs(browser)).toBeUndefined();
});

test("a menu button asks for a code, too", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.simulator.control.menu("xiaoming", stage.appid, "SAOMA_LOGIN");
  expect((await enter(browser, started, chatCode("xiaoming"))).status).toBe(200);
});

test("the code comes in the language of the word that asks for it, unless the application has one", async () => {
  await set();
  const answerTo = async (word: string) => {
    await stage.say("xiaoming", word);
    return stage.simulator.control.chat("xiaoming", stage.appid).at(-1)?.text;
  };
  expect(await answerTo("login")).toContain("good for 5 minutes");
  expect(await answerTo("登录")).toContain("5 分钟内有效");
  await set({ application: { language: "zh-CN" } });
  expect(await answerTo("login")).toContain("5 分钟内有效");
});

test("a code of the chat works once, for five minutes, and only the newest of a person", async () => {
  await set();
  const [one, other] = [stage.browser(), stage.browser()];
  const [first, second] = [await start(one), await start(other)];
  await stage.say("xiaoming", "login");
  const old = chatCode("xiaoming");
  await stage.say("xiaoming", "LOGIN");
  const code = chatCode("xiaoming");
  expect(code).not.toBe(old);
  expect(await problem(await enter(one, first, old))).toBe("422 wrong_code");
  expect((await enter(one, first, code)).status).toBe(200);
  expect((await enter(one, first, code)).status).toBe(200);
  expect(await problem(await enter(other, second, code))).toBe("422 wrong_code");
  await stage.say("xiaohong", "登录");
  const late = chatCode("xiaohong");
  await stage.clock.advance(300_000);
  expect(await problem(await enter(other, await start(other), late))).toBe("422 wrong_code");
});

test("a repeated delivery of the keyword gets the same code", async () => {
  await set();
  stage.simulator.control.faults.add({ on: "push", kind: "duplicate", times: 2 });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.say("xiaoming", "登录");
  expect((await enter(browser, started, chatCode("xiaoming"))).status).toBe(200);
});

test("guesses at a code of the chat are few, and the right one is refused after them", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.say("xiaoming", "登录");
  for (const guess of ["AAAA-AAAA", "BBBBBBBB", "CCCCCCCC", "DDDDDDDD", "EEEEEEEE"]) {
    expect(await problem(await enter(browser, started, guess))).toBe("422 wrong_code");
  }
  const response = await enter(browser, started, chatCode("xiaoming"));
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await problem(response)).toBe("429 rate_limited");
});

test("an address may not guess on and on with ever new attempts", async () => {
  await set();
  const answers: string[] = [];
  for (let n = 0; n < 5; n++) {
    const browser = stage.browser();
    const started = await start(browser);
    for (let guess = 0; guess < 5; guess++) answers.push(await problem(await enter(browser, started, "ABCDEFGH")));
  }
  expect(answers.indexOf("429 rate_limited")).toBe(20);
});

test("only the claim's holder types a code in, from a page that may, and at an attempt that takes codes", async () => {
  await set({ kind: "service" });
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-code" });
  await stage.say("xiaoming", "登录");
  const code = chatCode("xiaoming");
  expect(await problem(await enter(stage.browser(), started, code))).toBe("404 attempt_not_found");
  const headers = { origin: "https://evil.test" };
  const path = `/v1/attempts/${started.id}/code`;
  expect(await problem(await browser.request("POST", path, { body: { text: code }, headers }))).toBe(
    "403 origin_not_allowed",
  );
  const qr = await start(browser);
  expect(await problem(await enter(browser, qr, code))).toBe("400 invalid_request");
  expect((await enter(browser, started, code)).status).toBe(200);
});

test("an attempt that a person has answered in the chat keeps its person, and the typed code is not used up", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.say("xiaohong", textOf(started));
  await stage.say("xiaoming", "登录");
  const code = chatCode("xiaoming");
  expect(await (await enter(browser, started, code)).json()).toMatchObject({ status: "scanned" });
  const other = stage.browser();
  expect((await enter(other, await start(other), code)).status).toBe(200);
});

test("newcomers are refused by a typed code, too, where they are refused", async () => {
  await set({ application: { newcomers: "refuse" } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.say("xiaoming", "登录");
  const response = await enter(browser, started, chatCode("xiaoming"));
  expect(await response.json()).toMatchObject({ status: "declined", reason: "newcomer_refused" });
});

test("of two browsers that type the same code at once, one is in", async () => {
  await set();
  await stage.say("xiaoming", "登录");
  const code = chatCode("xiaoming");
  const browsers = Array.from({ length: 16 }, () => stage.browser());
  const attempts = await Promise.all(browsers.map((browser) => start(browser)));
  const answers = await Promise.all(
    browsers.map((browser, at) => enter(browser, attempts[at] as StartedAttempt, code)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});
