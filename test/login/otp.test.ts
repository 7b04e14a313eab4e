import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { Secret } from "../../src/base/secret.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { hashClaim } from "../../src/domain/claim.ts";
import { hashOtp } from "../../src/domain/phone-binding.ts";
import type { Application, LoginContext } from "../../src/login/context.ts";
import { verifyOtp } from "../../src/login/phone/verify-otp.ts";
import { createFakeClock, createSeededRandom } from "../../src/testing/index.ts";
import { sampleAttempt, scannedBy } from "../../src/testing/store/samples.ts";

const key = new Secret("a key of the tests, long enough for them");
const phone = "+8613800138000";
const claim = "claim";

const policy = {
  confirm: "never",
  confirmBy: "tap",
  newcomers: "bind-phone",
  phoneMatch: "link",
  rememberBrowser: "until-sign-out",
} as const;

/** An attempt whose SMS was sent. Another SMS is sent while the first try is counted. */
async function overtaken() {
  const store = await openSqliteStore({ path: ":memory:", clock: createFakeClock(10_000) });
  onTestFinished(() => store.close());
  const scanned = scannedBy(sampleAttempt("a", { claimHash: hashClaim(claim) }), "person", 4);
  const asked: Attempt = { ...scanned, status: "phone_required", pairing: "done", phone, smsAt: 5_000 };
  const code = (otp: string) => ({ phone, otpHash: hashOtp(key, "a", phone, otp), otpExpiresAt: 60_000 });
  await store.transact(async ({ attempts, phoneBindings }) => {
    await attempts.insert(asked);
    await phoneBindings.insert({ attemptId: "a", keptAt: 5_000 });
    await phoneBindings.setCode("a", code("111111"));
  });
  const newerSms = () =>
    store.transact(async ({ attempts, phoneBindings }) => {
      const before = await attempts.get("a");
      if (before?.smsAt !== 5_000) return;
      await attempts.replace(before, { ...before, smsAt: 9_000, version: before.version + 1 });
      await phoneBindings.setCode("a", code("222222"));
    });
  const counted: string[] = [];
  const needed: Partial<LoginContext> = {
    store,
    key,
    random: createSeededRandom("otp"),
    sources: new Map(),
    applications: new Map([["shop", { id: "shop", name: "Tea", policy } as Application]]),
    failureLimiter: {
      async hit(name: string) {
        counted.push(name);
        await newerSms();
        return { allowed: true };
      },
    } as unknown as LoginContext["failureLimiter"],
    hints: { publish() {}, subscribe: () => () => {} },
    events: { on: () => () => {}, emit() {} },
  };
  return { counted, enter: (otp: string) => verifyOtp(needed as LoginContext, "a", { claim }, { otp }) };
}

test("a try that was counted for one SMS is not compared with the code of the next", async () => {
  const { counted, enter } = await overtaken();
  await expect(enter("222222")).rejects.toMatchObject({ code: "wrong_otp" });
  expect(counted).toContain("otp:a:5000");
  expect(counted).not.toContain("otp:a:9000");
  expect((await enter("222222")).status).toBe("granted");
  expect(counted).toContain("otp:a:9000");
});
