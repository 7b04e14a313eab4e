import { afterEach, expect, test } from "vitest";
import type { SessionView } from "../../src/wire/session.ts";
import { look, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options?: StageOptions) => {
  stage = await setStage(options);
};

for (const mode of ["safe", "compatible", "plain"] as const) {
  test(`a newcomer scans, follows, confirms by tap and is signed in (${mode} mode)`, async () => {
    await set({ mode });
    const browser = stage.browser();
    const started = await start(browser);
    expect(started).toMatchObject({ channel: "official-account-qr", status: "pending" });
    await stage.scan("xiaoming", started);
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
    expect(stage.lastMessage("xiaoming").text).toContain("正在登录「青禾茶铺」");
    expect(stage.lastMessage("xiaoming").text).toContain("Chrome · macOS");

    const answer = await stage.tap("xiaoming", "是我，登录");
    expect(answer.text).toContain("你已登录「青禾茶铺」");
    expect(await look(browser, started)).toMatchObject({ status: "granted" });

    const redeemed = (await (await redeem(browser, started)).json()) as SessionView;
    expect(redeemed.account).toMatchObject({ isNew: true });
    expect(redeemed.account.name.length).toBeGreaterThan(2);
    expect(redeemed.account.avatar).toMatch(/^data:image\/svg\+xml,/);
    expect(redeemed.identity).toMatchObject({ channel: "official-account-qr", appid: stage.appid });
    expect(await whoIs(browser)).toEqual(redeemed);
    expect(await look(browser, started)).toMatchObject({ status: "redeemed" });
  });
}

async function signIn(person: string, browser = stage.browser()) {
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.tap(person, "是我，登录");
  const response = await redeem(browser, started);
  return { browser, started, view: (await response.json()) as SessionView };
}

test("a returning person in a known browser is greeted without the tap", async () => {
  await set();
  const { browser, view } = await signIn("xiaoming");
  const again = await start(browser);
  await stage.scan("xiaoming", again);
  expect(stage.lastMessage("xiaoming").text).toContain(`欢迎回来，${view.account.name}`);
  const redeemed = (await (await redeem(browser, again)).json()) as SessionView;
  expect(redeemed.account).toMatchObject({ id: view.account.id, isNew: false });
});

test("another browser of the same person is asked", async () => {
  await set();
  await signIn("xiaoming");
  const other = stage.browser();
  const started = await start(other);
  await stage.scan("xiaoming", started);
  expect(await look(other, started)).toMatchObject({ status: "scanned" });
});

test("another person in a browser known for one account is asked", async () => {
  await set();
  const { browser } = await signIn("xiaoming");
  await browser.request("DELETE", "/v1/session");
  const started = await start(browser);
  await stage.scan("xiaohong", started);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("`confirm: always` asks a known browser too, `never` asks nobody", async () => {
  await set({ application: { confirm: "always" } });
  const { browser } = await signIn("xiaoming");
  const again = await start(browser);
  await stage.scan("xiaoming", again);
  expect(await look(browser, again)).toMatchObject({ status: "scanned" });
  await stage.close();
  await set({ application: { confirm: "never" } });
  const fresh = stage.browser();
  const started = await start(fresh);
  await stage.scan("xiaoming", started);
  expect(await look(fresh, started)).toMatchObject({ status: "granted" });
  expect(stage.lastMessage("xiaoming").text).toContain("不是我");
});

test("a newcomer is refused where newcomers are, and told so in the chat", async () => {
  await set({ application: { newcomers: "refuse" } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "newcomer_refused" });
  expect(stage.lastMessage("xiaoming").text).toContain("不开放注册");
});

test("typing 1 confirms and typing 2 declines, for the latest scan", async () => {
  await set();
  const browser = stage.browser();
  const first = await start(browser);
  await stage.scan("xiaoming", first);
  expect((await stage.say("xiaoming", "2")).text).toContain("没有登录");
  expect(await look(browser, first)).toMatchObject({ status: "declined", reason: "by_person" });
  const second = await start(browser);
  await stage.scan("xiaoming", second);
  await stage.say("xiaoming", "１");
  expect(await look(browser, second)).toMatchObject({ status: "granted" });
});

test("a test account, whose taps come without their id, confirms by tap all the same", async () => {
  await set({ kind: "test", mode: "plain" });
  const { view } = await signIn("xiaoming");
  expect(view.account.isNew).toBe(true);
});

test("a second person at the same QR hears that it has been used, the first one the same prompt again", async () => {
  await set();
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  const prompt = stage.lastMessage("xiaoming").text;
  await stage.scan("xiaohong", started);
  expect(stage.lastMessage("xiaohong").text).toContain("已经用过");
  await stage.clock.advance(1000);
  await stage.scan("xiaoming", started);
  expect(stage.lastMessage("xiaoming").text).toBe(prompt);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});
