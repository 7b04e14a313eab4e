import { afterEach, expect, test } from "vitest";
import { redeem, type Stage, setStage, start } from "../stage/stage.ts";

const hour = 3_600_000;
const begin = Date.UTC(2026, 4, 1, 6);

let stage: Stage;

afterEach(() => stage.close());

async function signIn(person = "xiaoming") {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.clock.advance(7_000);
  await stage.say(person, "1");
  await redeem(browser, started);
}

/** Advances the clock by minutes until housekeeping has done its work. */
const inTime = (look: () => Promise<unknown>) =>
  expect.poll(async () => {
    await stage.clock.advance(60_000);
    return look();
  });

const kept = () =>
  stage.rows("select hour, reached, ending, count, seconds from sign_in_hours order by hour, reached, ending");

test("an hour is counted once its sign-ins have ended, exactly, and again with the same result", async () => {
  stage = await setStage();
  await signIn();
  await start(stage.browser());
  const declined = await start(stage.browser());
  await stage.scan("xiaohong", declined);
  await stage.say("xiaohong", "2");
  await stage.clock.advance(begin + 2 * hour - stage.clock.now() - 1_000);
  expect(await kept()).toEqual([]);
  const rows = [
    { hour: begin, reached: "redeemed", ending: "redeemed", count: 1, seconds: '{"7":1}' },
    { hour: begin, reached: "scanned", ending: "by_person", count: 1, seconds: "{}" },
    { hour: begin, reached: "shown", ending: "expired", count: 1, seconds: "{}" },
  ];
  await inTime(kept).toEqual(rows);
  // The state if another instance counted the hour at the same time, or if the process had died between its writes.
  await stage.rows("update sign_in_hours set hour = hour - 86400000 where reached = 'redeemed'");
  await stage.rows("update sign_in_hours set hour = hour - 3600000 where reached <> 'redeemed'");
  await inTime(async () => (await kept()).filter((row) => row.hour === begin)).toEqual(rows);
});

test("attempts are counted before they are deleted, however long the service was away", async () => {
  stage = await setStage();
  await signIn();
  await stage.clock.advance(3 * hour);
  await inTime(kept).toHaveLength(1);
  await signIn("xiaohong");
  await start(stage.browser());
  await stage.saoma.close();
  await stage.clock.advance(3 * 24 * hour);
  await stage.restart();
  await inTime(async () => (await kept()).map(({ ending, count }) => [ending, count])).toEqual([
    ["redeemed", 1],
    ["redeemed", 1],
    ["expired", 1],
  ]);
  await inTime(() => stage.rows("select id from attempts where status <> 'redeemed'")).toEqual([]);
});

test("the hour that runs is read from the attempts, and counts of a year ago are deleted", async () => {
  stage = await setStage();
  await signIn();
  const { operator } = stage.saoma;
  const rows = await operator.signInHours(begin - 23 * hour, begin + hour);
  expect(rows).toMatchObject([
    { hour: begin, applicationId: "shop", reached: "redeemed", count: 1, seconds: { 7: 1 } },
  ]);
  await stage.clock.advance(3 * hour);
  await inTime(kept).toHaveLength(1);
  expect(await operator.signInHours(begin - 23 * hour, begin + hour)).toEqual(rows);
  await stage.rows("update sign_in_hours set hour = ?", stage.clock.now() - 367 * 24 * hour);
  await stage.rows("delete from attempts");
  await inTime(kept).toEqual([]);
});
