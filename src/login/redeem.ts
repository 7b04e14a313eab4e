import { randomToken } from "../base/bytes.ts";
import type { Account } from "../domain/account.ts";
import { type Attempt, advance } from "../domain/attempt.ts";
import { claimOn, type Proof } from "../domain/claim.ts";
import { SaomaError } from "../domain/errors.ts";
import { deriveSessionToken, hashSessionToken, isLive, redeemAgain, type Session } from "../domain/session.ts";
import type { Stores } from "../ports/store.ts";
import type { Effect } from "./effect.ts";
import { letOut } from "./effect.ts";
import { save } from "./settle.ts";
import type { Setup } from "./setup.ts";
import { isHolder } from "./watch.ts";

export interface Redeemed {
  readonly account: Account;
  readonly session: Session;
  /** The session's token, which nobody else has and nobody keeps. */
  readonly token: string;
}

/**
 * Turns a granted attempt into a session, for the claim's holder only; again the same one until its
 * first use or 60 s. `replaces` is the token of the session this browser had until now.
 */
export async function redeem(
  setup: Setup,
  id: string,
  proof: Proof | undefined,
  replaces: string | undefined,
): Promise<Redeemed> {
  const { redeemed, effect } = await setup.store.transact(async (stores) => {
    const before = await stores.attempts.get(id);
    if (!before || !proof || !isHolder(before, proof)) throw new SaomaError("attempt_not_found");
    const token = deriveSessionToken(setup.key, id, claimOn(id, proof));
    const { attempt, outcome } = advance(before, { type: "redeem" }, stores.now);
    if (outcome === "same") return { redeemed: await again(stores, attempt, token), effect: {} };
    if (outcome !== "moved") throw new SaomaError(outcome === "early" ? "attempt_not_granted" : "attempt_ended");
    await save(stores, before, attempt);
    if (replaces) await end(stores, replaces);
    return first(setup, stores, attempt, token);
  });
  letOut(setup, effect);
  return redeemed;
}

async function first(
  setup: Setup,
  stores: Stores,
  attempt: Attempt,
  token: string,
): Promise<{ redeemed: Redeemed; effect: Effect }> {
  const session = openSession(setup, attempt, token, stores.now);
  if (!(await stores.sessions.insert(session))) throw new SaomaError("attempt_ended");
  await stores.accounts.signedIn(session.accountId, stores.now);
  if (attempt.browserHash) await stores.browsers.remember(attempt.browserHash, session.accountId, stores.now);
  const account = await accountOf(stores, session);
  const { tokenHash: _, ...told } = session;
  const signedIn = { name: "signed-in", data: { account, session: told } } as const;
  return { redeemed: { account, session, token }, effect: { hints: [attempt.id], events: [signedIn] } };
}

function openSession(setup: Setup, attempt: Attempt, token: string, now: number): Session {
  const { id: attemptId, applicationId, channel, appid, openId, accountId, newcomer = false } = attempt;
  if (openId === undefined || accountId === undefined) {
    throw new SaomaError("internal", { detail: `attempt ${attemptId} was granted to nobody` });
  }
  return {
    id: randomToken(setup.random, 16),
    ...{ accountId, applicationId, attemptId, channel, appid, openId, newcomer },
    tokenHash: hashSessionToken(token),
    createdAt: now,
    expiresAt: now + setup.sessionLifetime,
  };
}

async function again(stores: Stores, attempt: Attempt, token: string): Promise<Redeemed> {
  const session = await stores.sessions.byAttempt(attempt.id);
  if (!session) throw new SaomaError("attempt_ended");
  const verdict = redeemAgain(session, stores.now);
  if (verdict !== "same") throw new SaomaError(verdict);
  return { account: await accountOf(stores, session), session, token };
}

async function accountOf(stores: Stores, session: Session): Promise<Account> {
  const account = await stores.accounts.get(session.accountId);
  if (!account) throw new SaomaError("internal", { detail: `session ${session.id} has no account` });
  return account;
}

async function end(stores: Stores, token: string): Promise<void> {
  const session = await stores.sessions.byToken(hashSessionToken(token));
  if (session && isLive(session, stores.now)) await stores.sessions.end(session.id, "replaced", stores.now);
}
