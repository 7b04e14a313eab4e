import type { Account } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { AttemptRecord } from "../../domain/attempt-log.ts";
import type { KnownBrowser } from "../../domain/known-browser.ts";
import type { Session } from "../../domain/session.ts";
import type { Store } from "../../ports/store.ts";
import type { FakeClock } from "../clock.ts";
import { behaviour, type ContractCase } from "../contract.ts";

/** What the contract of a store needs: an empty database for every case. */
export interface StoreHarness {
  /** The clock that the store runs on. */
  readonly clock: FakeClock;
  /** Opens the case's database; every call opens the same one. */
  open(): Promise<Store>;
}

/** A case that needs one open store. */
export const onStore = (
  name: string,
  run: (store: Store, harness: StoreHarness) => Promise<void>,
): ContractCase<StoreHarness> =>
  behaviour(name, async (harness) => {
    const store = await harness.open();
    await run(store, harness);
    await store.close();
  });

/** What 64 callers at once get. */
export const race = <T>(act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 64 }, (_, index) => act(index)));

export const winners = (results: readonly boolean[]): number => results.filter(Boolean).length;

export const slot = {
  browserHash: "browser",
  applicationId: "shop",
  channel: "official-account-qr",
  appid: "wx1",
  purpose: "sign-in",
} as const;

/** A pending attempt. Ids and scenes are told apart by `id`. */
export const sampleAttempt = (id: string, change: Partial<Attempt> = {}): Attempt => ({
  id,
  ...slot,
  claimHash: `claim of ${id}`,
  browserName: "Chrome · macOS",
  language: "zh-CN",
  scene: `scene of ${id}`,
  content: `http://weixin.qq.com/q/${id}`,
  createdAt: 1_000,
  status: "pending",
  version: 1,
  expiresAt: 121_000,
  ...change,
});

export const scannedBy = (attempt: Attempt, openId: string, prompt: number): Attempt => ({
  ...attempt,
  openId,
  prompt,
  status: "scanned",
  version: attempt.version + 1,
  expiresAt: 200_000,
});

export const sampleAccount = (id: string): Account => ({ id, name: "早起的水獭 123", createdAt: 1_000 });

/** A live session of the account `account`, signed in by `person` at `wx1`. */
export const sampleSession = (id: string, change: Partial<Session> = {}): Session => ({
  id,
  accountId: "account",
  applicationId: "shop",
  attemptId: `attempt of ${id}`,
  channel: "official-account-qr",
  appid: "wx1",
  openId: "person",
  newcomer: true,
  tokenHash: `token of ${id}`,
  createdAt: 1_000,
  expiresAt: 1_000_000,
  ...change,
});

/** Stores the account that sessions and known browsers are of. */
export const withAccount = (store: Store, id = "account") =>
  store.transact(({ accounts }) =>
    accounts.findOrCreate({ appid: "wx1", openId: `person of ${id}` }, sampleAccount(id)),
  );

/** The committed session of a token. */
export const sessionOf = async (store: Store, tokenHash: string): Promise<Session | undefined> =>
  (await store.read.signedIn(tokenHash))?.session;

export const insertAttempts = (store: Store, ...attempts: readonly Attempt[]) =>
  store.transact(async (stores) => {
    for (const attempt of attempts) await stores.attempts.insert(attempt);
  });

export const insertSessions = (store: Store, ...sessions: readonly Session[]) =>
  store.transact(async (stores) => {
    for (const session of sessions) await stores.sessions.insert(session);
  });

/** A browser that has signed in as this account at the shop. */
export const knownBy = (browserHash: string, accountId: string): KnownBrowser => ({
  browserHash,
  accountId,
  applicationId: "shop",
});

/** What the log knows of an attempt that was started then. */
export const loggedAs = (id: string, createdAt: number): AttemptRecord => ({
  id,
  createdAt,
  applicationId: "shop",
  channel: "official-account-qr",
  appid: "wx1",
  purpose: "sign-in",
  browserName: "",
  status: "pending",
  version: 1,
});
