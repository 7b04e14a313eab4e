import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bind, codeFor, numberOf, setPhoneStage, viewOf } from "../stage/phone.ts";
import { problem, type Stage, start } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setPhoneStage({ application: { origins: ["https://login.saoma.test", "https://shop.saoma.test"] } });
});

afterEach(() => stage.close());

async function asked(claim: "cookie" | "header" = "cookie") {
  const browser = stage.browser();
  const started = await start(browser, { claim });
  await stage.scan("xiaoming", started);
  return { browser, started };
}

test("a page of another origin cannot send an SMS or a code", async () => {
  const { browser, started } = await asked();
  for (const body of [{ phone: "13800138001" }, { otp: "123456" }]) {
    for (const headers of [{ origin: "https://evil.test" }, { origin: null }, { "sec-fetch-site": "cross-site" }]) {
      expect(await problem(await bind(browser, started, body, { headers }))).toBe("403 origin_not_allowed");
    }
  }
  expect(await stage.simulator.control.sms.inbox("xiaoming")).toEqual([]);
  const own = { headers: { origin: "https://shop.saoma.test" } };
  expect((await bind(browser, started, { phone: "13800138001" }, own)).status).toBe(200);
});

test("a client with a claim of its own binds a phone without cookie and origin", async () => {
  const { started } = await asked("header");
  const headers = { authorization: `Claim ${started.claim}`, origin: null };
  const anywhere = stage.browser();
  await viewOf(bind(anywhere, started, { phone: numberOf(stage, "xiaoming") }, { headers }));
  const body = { otp: await codeFor(stage, "xiaoming") };
  expect(await problem(await bind(stage.browser(), started, body))).toBe("404 attempt_not_found");
  expect((await viewOf(bind(anywhere, started, body, { headers }))).status).toBe("granted");
});

test("a body of another form is refused, with the expected form", async () => {
  const { browser, started } = await asked();
  const empty = await bind(browser, started, {});
  expect(empty.status).toBe(400);
  expect(await empty.text()).toContain("phone, otp or both are required");
  for (const body of [{ phone: 13800138001 }, { phone: "1".repeat(41) }, { phone: "13800138001", code: "1" }]) {
    expect(await problem(await bind(browser, started, body))).toBe("400 invalid_request");
  }
  expect(await problem(await browser.request("POST", `/v1/attempts/${started.id}/phone`, { body: "nonsense" }))).toBe(
    "400 invalid_request",
  );
});

test("no input causes an internal error or signs anybody in", async () => {
  const { browser, started } = await asked();
  const typed = fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^\+?\d{5,15}$/), fc.jsonValue());
  const body = fc.record({ phone: typed, otp: typed }, { requiredKeys: [] });
  const property = fc.asyncProperty(body, async (given) => {
    const response = await bind(browser, started, given as Record<string, unknown>);
    expect([200, 400, 422, 429]).toContain(response.status);
    if (response.ok) expect(((await response.json()) as { status: string }).status).toBe("phone_required");
  });
  await fc.assert(property, { numRuns: 200 });
});

test("neither the phone nor its code is in the log, and the code is not in the database", async () => {
  const { browser, started } = await asked();
  await viewOf(bind(browser, started, { phone: numberOf(stage, "xiaoming") }));
  const code = await codeFor(stage, "xiaoming");
  await viewOf(bind(browser, started, { otp: code }));
  expect(await stage.stored()).not.toContain(code);
  const lines = stage.lines.join("\n");
  expect(lines).not.toContain(code);
  expect(lines).not.toContain(numberOf(stage, "xiaoming"));
  expect(lines).toContain("an SMS was sent");
});
