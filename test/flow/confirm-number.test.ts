import { afterEach, expect, test } from "vitest";
import { look, redeem, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

async function scanned(kind: "service" | "test" = "service") {
  stage = await setStage({ kind, mode: kind === "test" ? "plain" : "safe", application: { confirmBy: "number" } });
  const browser = stage.browser();
  const started = await start(browser);
  expect(started.number).toBeUndefined();
  await stage.scan("xiaoming", started);
  const { number = "" } = await look(browser, started);
  expect(number).toMatch(/^[1-9]\d$/);
  const offered = stage.lastMessage("xiaoming").links.map(({ text }) => text);
  return {
    browser,
    started,
    number,
    offered,
    wrong: offered.find((one) => /^\d\d$/.test(one) && one !== number) ?? "",
  };
}

for (const kind of ["service", "test"] as const) {
  test(`picking the number that the page shows confirms (${kind} account)`, async () => {
    const { browser, started, number, offered } = await scanned(kind);
    expect(offered).toHaveLength(4);
    expect(offered).toContain(number);
    expect((await stage.tap("xiaoming", number)).text).toContain("你已登录");
    const view = await look(browser, started);
    expect([view.status, view.number]).toEqual(["granted", undefined]);
    await redeem(browser, started);
    expect(await whoIs(browser)).toBeDefined();
  });

  test(`picking another number declines, and the right one is too late then (${kind} account)`, async () => {
    const { browser, started, number, wrong } = await scanned(kind);
    expect((await stage.tap("xiaoming", wrong)).text).toContain("数字不对");
    expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "wrong_number" });
    await stage.say("xiaoming", number);
    expect(await look(browser, started)).toMatchObject({ status: "declined" });
  });
}

test("the number can be typed, and neither 1 nor the words of the other prompt confirm", async () => {
  const { browser, started, number } = await scanned();
  await stage.say("xiaoming", "1");
  await stage.say("xiaoming", "是我，登录");
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  await stage.say("xiaoming", ` ${number} `);
  expect(await look(browser, started)).toMatchObject({ status: "granted" });
});

test("typing another number declines, and so does 2", async () => {
  const { browser, started, wrong } = await scanned();
  await stage.say("xiaoming", wrong);
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "wrong_number" });
  const again = await start(browser);
  await stage.scan("xiaoming", again);
  await stage.say("xiaoming", "2");
  expect(await look(browser, again)).toMatchObject({ status: "declined", reason: "by_person" });
});

test("scanning again asks for the same number in the same words", async () => {
  const { browser, started, number } = await scanned();
  const prompt = stage.lastMessage("xiaoming").text;
  await stage.clock.advance(1_000);
  await stage.scan("xiaoming", started);
  expect(stage.lastMessage("xiaoming").text).toBe(prompt);
  expect(await look(browser, started)).toMatchObject({ number });
});

test("a slip after the sign-in takes nothing back", async () => {
  const { browser, started, number, wrong } = await scanned();
  const { id, links } = stage.lastMessage("xiaoming");
  await stage.tap("xiaoming", number);
  await redeem(browser, started);
  const at = links.findIndex(({ text }) => text === wrong);
  await stage.simulator.control.tap("xiaoming", stage.appid, id, at);
  expect(await look(browser, started)).toMatchObject({ status: "redeemed" });
  expect(await whoIs(browser)).toBeDefined();
});
