import { afterEach, expect, test } from "vitest";
import { redeem, start } from "../stage/stage.ts";
import { visitConsole } from "./console-visit.ts";
import { type AdminStage, setAdminStage } from "./operator.ts";

const week = 7 * 24 * 3_600_000;

let stage: AdminStage;

afterEach(() => stage.close());

async function signIn(person: string, answer: string) {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan(person, started);
  await stage.clock.advance(4_000);
  await stage.say(person, answer);
  if (answer === "1") await redeem(browser, started);
}

test("today's sign-ins stand as a funnel, with their median and what people failed at, beside a week ago", async () => {
  stage = await setAdminStage();
  await signIn("xiaohong", "2");
  await stage.clock.advance(3 * 3_600_000);
  await expect
    .poll(async () => {
      await stage.clock.advance(60_000);
      return stage.rows("select hour from sign_in_hours");
    })
    .toHaveLength(1);
  const counted = await stage.rows("select hour from sign_in_hours");
  await stage.clock.advance(Number(counted[0]?.hour) + week + 60_000 - stage.clock.now());
  await signIn("xiaoming", "1");
  await signIn("xiaohong", "2");
  await start(stage.browser());
  await expect
    .poll(async () => {
      await stage.clock.advance(60_000);
      return stage.rows("select id from attempts where status = 'pending'");
    })
    .toEqual([]);
  await stage.clock.advance(3_600_000);
  const ask = await visitConsole(stage);
  const { text, headers } = await ask("/today");
  expect([...text.matchAll(/<strong>([^<]*)<\/strong>/g)].map(([, said]) => said).slice(1)).toEqual([
    "3",
    "2",
    "1",
    "1",
    "4 s",
  ]);
  expect(text).toContain("200% more than a week ago");
  expect(text).toContain("The person said no, or tapped “not me”.");
  expect(text).toContain("Nobody scanned it in time.");
  expect(text).toMatch(/1 a week ago/);
  expect(text).toMatch(/<th scope="row">shop<\/th><td>Official account, QR<\/td>/);
  expect(text).not.toContain(" style=");
  expect(headers.get("refresh")).toBeNull();
  expect((await ask("/today?live=1")).headers.get("refresh")).toBe("30");
  const chinese = await ask("/today", { headers: { "accept-language": "zh" } });
  expect(chinese.text).toContain("比上周同期多 200%");
});

test("Today says if nobody has used the service; without a session it shows nothing", async () => {
  stage = await setAdminStage();
  const ask = await visitConsole(stage, "read");
  expect((await ask("/today")).text).toContain("No sign-ins in the last 24 hours.");
  expect((await ask("/today", { headers: { cookie: "" } })).status).toBe(401);
  expect((await ask("/today", { headers: { cookie: "saoma_console=aaaa" } })).status).toBe(401);
});
