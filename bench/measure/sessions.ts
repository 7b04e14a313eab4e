// Writes sessions into a database, for measurements.
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import { formatRefreshToken, hashRefreshSecret } from "../../src/domain/refresh.ts";
import { hashSessionToken, type Session } from "../../src/domain/session.ts";
import { account } from "../account.ts";
import { openIdOf } from "../load/pushes.ts";

const perTransaction = 2_000;
const month = 30 * 24 * 3_600_000;

const idOf = (index: number): string => index.toString(36).padStart(22, "0");
const secretOf = (index: number): string => index.toString(36).padStart(43, "0");

/** The cookie of the session with this number. */
export const cookieOf = (index: number): string => `saoma_session=${secretOf(index)}`;
export const refreshTokenOf = (index: number): string =>
  formatRefreshToken({ sessionId: idOf(index), generation: 0, secret: secretOf(index) });

/** Writes used sessions `from` to `from + count`, each of a different account. */
export async function writeSessions(
  path: string,
  kind: "cookie" | "token",
  from: number,
  count: number,
): Promise<void> {
  const store = await openSqliteStore({ path, clock: systemClock });
  for (let done = 0; done < count; done += perTransaction) {
    await store.transact(async ({ accounts, sessions, now }) => {
      for (let index = from + done; index < from + Math.min(count, done + perTransaction); index++) {
        const identity = { appid: account.appid, openId: openIdOf(index) };
        await accounts.findOrCreate(identity, { id: idOf(index), name: `账号${index}`, createdAt: now });
        await sessions.insert(sessionOf(kind, index, now));
        await sessions.use(idOf(index), now);
      }
    });
  }
  await store.close();
}

const sessionOf = (kind: "cookie" | "token", index: number, now: number): Session => ({
  id: idOf(index),
  accountId: idOf(index),
  applicationId: "shop",
  attemptId: idOf(index),
  channel: "official-account-qr",
  appid: account.appid,
  openId: openIdOf(index),
  newcomer: true,
  createdAt: now,
  expiresAt: now + month,
  tokenHash: kind === "cookie" ? hashSessionToken(secretOf(index)) : hashRefreshSecret(secretOf(index)),
  ...(kind === "token" ? { refresh: { generation: 0, rotatedAt: now, clientHash: "" } } : {}),
});
