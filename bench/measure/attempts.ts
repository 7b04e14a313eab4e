// Writes pending attempts into a database, for measurements.
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import { claimOn, hashBrowser, hashClaim } from "../../src/domain/claim.ts";
import { account } from "../account.ts";
import { sceneOf } from "../load/pushes.ts";

const hour = 3_600_000;
const perTransaction = 2_000;

/** The browser secret of the attempt with this number: 43 characters. */
export const browserSecretOf = (index: number): string => index.toString(36).padStart(43, "0");

export const attemptIdOf = (index: number): string => index.toString(36).padStart(22, "0");

/** Writes pending attempts `from` to `from + count`, which browsers wait for. */
export async function writeAttempts(path: string, from: number, count: number): Promise<void> {
  const store = await openSqliteStore({ path, clock: systemClock });
  for (let done = 0; done < count; done += perTransaction) {
    await store.transact(async ({ attempts, now }) => {
      const until = Math.min(count, done + perTransaction);
      for (let n = done; n < until; n++) await attempts.insert(attemptOf(from + n, now));
    });
  }
  await store.close();
}

function attemptOf(index: number, now: number): Attempt {
  const [id, browserSecret] = [attemptIdOf(index), browserSecretOf(index)];
  return {
    id,
    applicationId: "shop",
    channel: "official-account-qr",
    appid: account.appid,
    purpose: "sign-in",
    claimHash: hashClaim(claimOn(id, { browserSecret })),
    browserHash: hashBrowser(browserSecret),
    browserName: "Chrome（macOS）",
    language: "zh-CN",
    scene: sceneOf(index),
    content: `http://weixin.qq.com/q/${sceneOf(index)}`,
    createdAt: now,
    status: "pending",
    version: 1,
    expiresAt: now + hour,
  };
}
