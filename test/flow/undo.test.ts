import { afterEach, expect, test } from "vitest";
import { look, problem, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

async function signedIn(options: StageOptions = {}) {
  stage = await setStage(options);
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  await redeem(browser, started);
  expect(await whoIs(browser)).toBeDefined();
  return { browser, started };
}

for (const [later, ms] of [
  ["11 minutes", 11 * 60_000],
  ["three weeks", 21 * 24 * 3_600_000],
] as const) {
  for (const [how, kind, act] of [
    ["a tapped link", "service", () => stage.tap("xiaoming", "不是我")],
    ["a tap that comes without its number", "test", () => stage.tap("xiaoming", "不是我")],
    ["a typed 2", "service", () => stage.say("xiaoming", "2")],
  ] as const) {
    test(`"not me" by ${how} ends the session ${later} later, for as long as it lives`, async () => {
      const { browser } = await signedIn(kind === "test" ? { kind, mode: "plain" } : {});
      stage.clock.set(stage.clock.now() + ms);
      for (let sweeps = 0; sweeps < 3; sweeps++) await stage.clock.advance(60_000);
      expect((await act()).text).toContain("已经退出登录");
      expect(await whoIs(browser)).toBeUndefined();
    });
  }
}

test("after an undo the old yes and the old QR are over, and say so", async () => {
  const { started } = await signedIn();
  const yes = stage.simulator.control.chat("xiaoming", stage.appid).find(({ links }) => links.length === 2);
  await stage.tap("xiaoming", "不是我");
  await stage.simulator.control.tap("xiaoming", stage.appid, yes?.id ?? "", 0);
  expect(stage.lastMessage("xiaoming").text).toContain("已经失效");
  await stage.scan("xiaoming", started);
  expect(stage.lastMessage("xiaoming").text).toContain("已经失效");
});

test('"not me" before the redeem makes a known browser a stranger too', async () => {
  const { browser } = await signedIn();
  await browser.request("DELETE", "/v1/session");
  const granted = await start(browser);
  await stage.scan("xiaoming", granted);
  await stage.tap("xiaoming", "不是我");
  const again = await start(browser);
  await stage.scan("xiaoming", again);
  expect(await look(browser, again)).toMatchObject({ status: "scanned" });
});

test("a refused newcomer who scans again is told the same", async () => {
  stage = await setStage({ application: { newcomers: "refuse" } });
  const started = await start(stage.browser());
  await stage.scan("xiaoming", started);
  await stage.clock.advance(1_000);
  await stage.scan("xiaoming", started);
  expect(stage.lastMessage("xiaoming").text).toContain("不开放注册");
});

test("an unfollow that signs out also ends what is granted and not yet fetched", async () => {
  stage = await setStage({ source: { unfollow: "sign-out" } });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  await stage.simulator.control.unfollow("xiaoming", stage.appid);
  expect(await look(browser, started)).toMatchObject({ status: "declined" });
  expect(await problem(await redeem(browser, started))).toBe("410 attempt_ended");
});

test("an unfollow counts however much its person has sent before", async () => {
  const limits = { pushesPerPerson: { times: 2, per: "1m" } };
  const { browser } = await signedIn({ source: { unfollow: "sign-out" }, options: { limits } });
  await stage.say("xiaoming", "你好");
  await stage.simulator.control.unfollow("xiaoming", stage.appid);
  expect(await whoIs(browser)).toBeUndefined();
});
