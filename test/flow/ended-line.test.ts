import { afterEach, expect, test, vi } from "vitest";
import { redeem, type Stage, type StageOptions, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

/** The log lines of ended sign-ins, as fields, oldest first. */
const ended = () =>
  stage.lines
    .filter((line) => line.startsWith("a sign-in ended"))
    .map((line) => {
      const [, message = "", fields = "{}"] = /^a sign-in ended: (.*?) (\{.*\})$/.exec(line) ?? [];
      return { message, ...(JSON.parse(fields) as Record<string, unknown>) } as Record<string, unknown>;
    });

/** Advances the clock minute by minute, with the sweep that looks for ended attempts in each. */
const minutesLater = (minutes: number, lines: number) =>
  vi.waitFor(async () => {
    await stage.clock.advance(60_000 * minutes);
    expect(ended()).toHaveLength(lines);
  });

async function scanned(options: StageOptions = {}) {
  stage = await setStage(options);
  const browser = stage.browser();
  const started = await start(browser);
  await stage.clock.advance(3_000);
  await stage.scan("xiaoming", started);
  return { browser, started };
}

test("a sign-in is one line, with the request that fetched it and its people masked", async () => {
  const { browser, started } = await scanned();
  await stage.tap("xiaoming", "是我，登录");
  await stage.clock.advance(1_200);
  const response = await redeem(browser, started);
  const { account, identity } = (await response.json()) as { account: { id: string }; identity: { openid: string } };
  await redeem(browser, started);
  expect(ended()).toEqual([
    {
      message: "signed in",
      application: "shop",
      way: "official-account-qr",
      outcome: "redeemed",
      seconds: 4.2,
      account: `${account.id.slice(0, 6)}…${account.id.slice(-4)}`,
      openid: `${identity.openid.slice(0, 6)}…${identity.openid.slice(-4)}`,
      attempt: started.id,
      requestId: response.headers.get("x-request-id"),
    },
  ]);
  expect(stage.lines.join()).not.toContain(identity.openid);
});

test("a no ends the attempt, with the push that said it", async () => {
  await scanned();
  await stage.tap("xiaoming", "不是我");
  expect(ended()).toMatchObject([
    { message: "the person said no", outcome: "declined", reason: "by_person", requestId: expect.any(String) },
  ]);
});

test("a cancelled attempt is one line, and its replacement another one when it ends", async () => {
  const { browser, started } = await scanned();
  await browser.request("DELETE", `/v1/attempts/${started.id}`);
  expect(ended()).toMatchObject([{ message: "the browser cancelled it", outcome: "cancelled", attempt: started.id }]);
});

test("an attempt that expires is a line within a minute, with the status it stopped at", async () => {
  stage = await setStage();
  const never = await start(stage.browser());
  const scan = await start(stage.browser());
  await stage.scan("xiaoming", scan);
  const fetched = await start(stage.browser());
  await stage.scan("xiaohong", fetched);
  await stage.tap("xiaohong", "是我，登录");
  await minutesLater(4, 3);
  const told = ended();
  expect(told.find(({ attempt }) => attempt === never.id)).toEqual({
    message: "not scanned in time",
    application: "shop",
    way: "official-account-qr",
    outcome: "expired",
    stoppedAt: "pending",
    seconds: 135,
    attempt: never.id,
  });
  expect(told.find(({ attempt }) => attempt === scan.id)).toMatchObject({
    message: "the person did not confirm in time",
    seconds: 180,
  });
  expect(told.find(({ attempt }) => attempt === fetched.id)).toMatchObject({
    message: "the browser did not redeem it in time",
    stoppedAt: "granted",
  });
});

test("a restart in between loses no line, and doubles none", async () => {
  stage = await setStage();
  await start(stage.browser());
  await stage.restart();
  await minutesLater(4, 1);
  await stage.restart();
  await minutesLater(4, 1);
});
