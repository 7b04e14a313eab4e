import { afterEach, expect, test, vi } from "vitest";
import { onBusyDay } from "../stage/busy-day.ts";
import { redeem, type Stage, setStage, start } from "../stage/stage.ts";

vi.mock("../../src/login/transition/qr-quota.ts", async (original) => {
  const { createQrQuota } = await original<typeof import("../../src/login/transition/qr-quota.ts")>();
  return { createQrQuota: onBusyDay(createQrQuota) };
});

let stage: Stage;

afterEach(() => stage.close());

const kept = "the rest of today's QR codes of 青禾 is kept for browsers that have signed in before";

/** Uses the two QRs that any browser may get: a person signs in by the first, and the second stays pending. */
async function useUp() {
  const member = stage.browser();
  const own = await start(member);
  await stage.scan("xiaoming", own);
  await stage.say("xiaoming", "1");
  expect((await redeem(member, own)).status).toBe(200);
  const waiting = stage.browser();
  return { member, waiting, shown: await start(waiting) };
}

test("when nine tenths of a day's QRs are made, browsers that never signed in get codes, and `why` says so", async () => {
  stage = await setStage();
  await useUp();
  expect(await start(stage.browser())).toMatchObject({
    channel: "official-account-code",
    why: `${kept}; a code sent to 青禾 as a message signs in`,
  });
});

test("a browser that has signed in gets QRs on, signed out too", async () => {
  stage = await setStage();
  const { member } = await useUp();
  await member.request("DELETE", "/v1/session");
  expect((await start(member)).channel).toBe("official-account-qr");
});

test("a QR that shows already is shown again, and its successor is a code", async () => {
  stage = await setStage();
  const { waiting, shown } = await useUp();
  expect(await start(waiting)).toMatchObject({ id: shown.id, channel: "official-account-qr" });
  const refreshed = await waiting.request("POST", `/v1/attempts/${shown.id}/refresh`, { body: {} });
  expect(await refreshed.json()).toMatchObject({ channel: "official-account-code" });
});

test("a QR that is asked for by name, or where there is no other way, is 503 channel_unavailable", async () => {
  stage = await setStage();
  await useUp();
  const named = await stage.browser().request("POST", "/v1/attempts", { body: { channel: "official-account-qr" } });
  expect([named.status, await named.json()]).toMatchObject([503, { code: "channel_unavailable" }]);
  await stage.close();
  stage = await setStage({ application: { channels: ["official-account-qr"] } });
  await useUp();
  const auto = await stage.browser().request("POST", "/v1/attempts", { body: {} });
  expect([auto.status, await auto.json()]).toMatchObject([503, { code: "channel_unavailable" }]);
});

test("after midnight in China everybody gets QRs again", async () => {
  stage = await setStage();
  await useUp();
  await stage.clock.advance(10 * 3600_000);
  expect((await start(stage.browser())).channel).toBe("official-account-qr");
});
