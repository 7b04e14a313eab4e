import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { Secret } from "../../src/base/secret.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { deriveSentCode, hashSentCode } from "../../src/domain/sent-code.ts";
import { officialAccountCode } from "../../src/login/channels/official-account-code.ts";
import type { LoginContext } from "../../src/login/context.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";

const key = new Secret("a key of the tests, long enough for them");
const minute = 60_000;
const begin = 100 * minute;
const fresh = sampleAttempt("fresh", { channel: "official-account-code", expiresAt: begin + 5 * minute });
const firstDraw = deriveSentCode(key, "claim", { attemptId: "fresh", draw: 1, length: 6 });

/** Which draw's code a new attempt gets while this attempt has the code of the first draw. */
async function drawBeside(holder: Partial<Attempt>): Promise<number | undefined> {
  const clock = createFakeClock(begin);
  const store = await openSqliteStore({ path: ":memory:", clock });
  onTestFinished(() => store.close());
  const codeHash = hashSentCode(key, "wx1", firstDraw);
  const other = sampleAttempt("other", {
    channel: "official-account-code",
    codeHash,
    codeDraw: 1,
    codeLength: 6,
    ...holder,
  });
  return store.transact(async (stores) => {
    expect(await stores.attempts.insert(other)).toBe(true);
    return (await officialAccountCode.insert?.({ key } as LoginContext, stores, fresh, "claim"))?.codeDraw;
  });
}

test("a code that a live attempt has is drawn again, whether that waits or is answered", async () => {
  expect(await drawBeside({ expiresAt: begin + 1 })).toBe(2);
  expect(await drawBeside({ status: "scanned", openId: "person", prompt: 4, expiresAt: begin + 1 })).toBe(2);
});

test("a code that was over rests for ten minutes, because its person may yet send it", async () => {
  expect(await drawBeside({ status: "redeemed", expiresAt: begin - 10 * minute + 1 })).toBe(2);
  expect(await drawBeside({ status: "redeemed", expiresAt: begin - 10 * minute })).toBe(1);
});

test("an attempt that has ended unread does not hold its code for ever", async () => {
  expect(await drawBeside({ expiresAt: begin - minute })).toBe(2);
  expect(await drawBeside({ expiresAt: begin - 11 * minute })).toBe(1);
});

test("a code of another source does not block a draw", async () => {
  expect(await drawBeside({ appid: "wx2", expiresAt: begin + 1 })).toBe(1);
});
