import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { ownFolder } from "../adapters/folder.ts";
import { bind, codeFor, countSms, numberOf, setPhoneStage, viewOf } from "../stage/phone.ts";
import { look, origin, pair, problem, type Stage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const script = fileURLToPath(new URL("sms-child-process.ts", import.meta.url));

test("killed between reserving an SMS and sending it, the service has spent its money and lost nothing else", async () => {
  const path = join(ownFolder(), "saoma.db");
  // The cap allows two SMS.
  stage = await setPhoneStage({ options: { database: { path } } }, { prices: { "86": 0.05 }, dailyCap: 0.1 });
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  expect((await pair(browser, started)).status).toBe(200);
  const phone = numberOf(stage, "xiaoming");

  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const request = {
    url: `${origin}/v1/attempts/${started.id}/phone`,
    headers: { origin, cookie, "content-type": "application/json" },
    body: JSON.stringify({ phone }),
  };
  const given = JSON.stringify({ options: stage.options, now: stage.clock.now(), ...request });
  const { signal, stderr } = spawnSync(process.execPath, [script, given], { encoding: "utf8" });
  expect([signal, stderr]).toEqual(["SIGKILL", ""]);
  expect(await countSms(stage, "xiaoming")).toBe(0);

  // The page is told that it may ask again soon, but not that an SMS was sent.
  const resendAt = new Date(stage.clock.now() + 15_000).toISOString();
  expect(await look(browser, started)).toMatchObject({ status: "phone_required", phone: { resendAt } });
  expect(await problem(await bind(browser, started, { phone }))).toBe("429 rate_limited");
  await stage.clock.advance(15_000);
  await viewOf(bind(browser, started, { phone }));
  const body = { otp: await codeFor(stage, "xiaoming") };

  // What the killed process had reserved counts.
  const other = stage.browser();
  const another = await start(other);
  await stage.scan("xiaohong", another);
  expect(await problem(await bind(other, another, { phone: numberOf(stage, "xiaohong") }))).toBe("503 sms_unavailable");
  expect((await viewOf(bind(browser, started, body))).status).toBe("granted");
});
