// Redeems a granted attempt once, and creates the session.
import { randomToken } from "../../base/bytes.ts";
import { coarseNetworkOf } from "../../base/ip-network.ts";
import type { Account } from "../../domain/account.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { claimOn, type Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import { browserMark, strengthOf } from "../../domain/known-browser.ts";
import { pairingOf } from "../../domain/pairing.ts";
import { firstRefreshSecret, hashRefreshSecret } from "../../domain/refresh.ts";
import {
  deriveSessionToken,
  hashSessionToken,
  redeemAgain,
  type Session,
  type SignedIn,
} from "../../domain/session.ts";
import type { AgreedTerms } from "../../domain/terms.ts";
import type { Stores } from "../../ports/store.ts";
import { type OwnIdentities, withIdentities } from "../accounts/identities.ts";
import type { LoginContext } from "../context.ts";
import { isAdmitted } from "../transition/access.ts";
import { save } from "../transition/apply.ts";
import type { SideEffects } from "../transition/effect.ts";
import { type PairingAnswer, pair } from "../transition/pair.ts";
import { requestingSessionOf } from "../transition/requesting-session.ts";
import { isUndone, sessionSignedInBy } from "../transition/still-valid.ts";
import { agreeToTerms } from "../transition/terms.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { attemptOf, isHolder } from "../watch/watch.ts";
import { messageAfter, sendAfterSignIn } from "./after-sign-in.ts";
import { openAccount } from "./open-account.ts";
import type { OpenedAccount } from "./open-invited.ts";
import { endOrRenew, keepSession, seenBy } from "./previous-session.ts";
import { addLink, approve } from "./redeem-requested.ts";
import { type Tokens, tokensOf } from "./refresh.ts";

/** The result of a redeemed sign-in. */
export interface Redeemed {
  readonly account: Account;
  readonly session: Session;
  /** For a cookie: the session's token. Only its hash is stored. */
  readonly token?: string;
  readonly tokens?: Tokens;
}

export interface RedeemOptions {
  /** How the client keeps the session. */
  readonly mode: "cookie" | "token";
  /** The answer of the page's holder about the person, if the attempt has lasting results. */
  readonly pairing?: PairingAnswer | undefined;
  /** The terms that the person has agreed to. */
  readonly terms?: readonly AgreedTerms[] | undefined;
  /** The client's address, if known. Only its network is stored. */
  readonly address?: string | undefined;
  /** The token of this browser's previous session. */
  readonly replaces?: string | undefined;
}

/**
 * Redeems an attempt that a session requested, for the claim's holder and while that session lives. Repeating it
 * returns the same. It creates no session, and changes only the proof of the existing one.
 */
export async function redeemForSession(
  setup: LoginContext,
  id: string,
  proof: Proof | undefined,
  pairing?: PairingAnswer,
): Promise<OwnIdentities> {
  await pairFor(setup, id, proof, pairing);
  const { signedIn } = await transactAndPublish(setup, async (stores) => {
    const before = await stores.attempts.get(id);
    if (!before || !proof || !isHolder(before, proof)) throw new SaomaError("attempt_not_found");
    const session = await requestingSessionOf(stores, before);
    if (!session) throw new SaomaError("attempt_ended");
    const { attempt, outcome } = advance(before, { type: "redeem" }, stores.now);
    if (outcome === "early") throw new SaomaError("attempt_not_granted");
    if (outcome === "ended" || (outcome === "same" && (await isUndone(stores, attempt)))) {
      throw new SaomaError("attempt_ended");
    }
    const account = await accountOf(stores, session);
    if (outcome === "same") return { signedIn: { account, session }, effect: {} };
    const result =
      attempt.purpose === "link"
        ? await addLink(setup, stores, attempt, account)
        : await approve(setup, stores, attempt, session);
    if (result === "conflict") {
      const { openId = "" } = before;
      await save(stores, before, advance(before, { type: "conflict", openId }, stores.now).attempt);
      return { signedIn: undefined, effect: { hints: [id] } };
    }
    const { newcomer = false, hints = [], ...effects } = result;
    await save(stores, before, { ...attempt, newcomer });
    return { signedIn: { account, session }, effect: { hints: [id, ...hints], ...effects } };
  });
  // Thrown after the commit, so that the attempt says why.
  if (!signedIn) throw new SaomaError("attempt_ended");
  return withIdentities(setup, signedIn);
}

/**
 * Turns a granted attempt into a session, for the claim's holder only. Repeating it returns the same session until its
 * first use or for 60 s.
 */
export async function redeem(
  setup: LoginContext,
  id: string,
  proof: Proof | undefined,
  options: RedeemOptions,
): Promise<Redeemed> {
  await pairFor(setup, id, proof, options.pairing);
  const { session, account, secret, effect } = await transactAndPublish(setup, async (stores) => {
    const before = await stores.attempts.get(id);
    const isOurs = before?.purpose === "sign-in" && proof && isHolder(before, proof);
    if (!isOurs) throw new SaomaError("attempt_not_found");
    const secret = secretFor(setup, id, claimOn(id, proof), options);
    const { attempt, outcome } = advance(before, { type: "redeem" }, stores.now);
    if (outcome === "same") {
      return { ...(await redeemAgainSame(stores, attempt, options, secret)), secret, effect: noEffect };
    }
    if (outcome !== "moved") throw new SaomaError(outcome === "early" ? "attempt_not_granted" : "attempt_ended");
    const opened = await openAccount(setup, stores, attempt);
    if (opened.account.suspendedAt !== undefined) throw new SaomaError("account_suspended");
    const application = setup.applications.get(attempt.applicationId);
    if (!(await isAdmitted(stores.groups.of, application, opened.account.id))) throw new SaomaError("not_admitted");
    await agreeToTerms(stores, application, opened.account.id, options.terms);
    const own = { ...attempt, accountId: opened.account.id, newcomer: opened.created };
    const redeemed = { ...own, ...(await endOrRenew(setup, stores, own, options)) };
    await save(stores, before, redeemed);
    return { ...(await redeemFirst(setup, stores, redeemed, opened, { ...options, secret })), secret };
  });
  if (effect.sends) void sendAfterSignIn(setup, id);
  if (options.mode === "cookie") return { account, session, token: secret };
  return { account, session, tokens: await tokensOf(setup, session, { sessionId: session.id, generation: 0, secret }) };
}

/** Pairs an attempt that waits for it, for the claim's holder. All other errors are left to the redeem. */
async function pairFor(
  setup: LoginContext,
  id: string,
  proof: Proof | undefined,
  answer: PairingAnswer = {},
): Promise<void> {
  const attempt = await attemptOf(setup, id, proof);
  if (attempt.status === "granted" && pairingOf(attempt) !== undefined) await pair(setup, id, answer);
}

/** `sends`: a message is in the outbox. */
type RedeemEffect = SideEffects & { readonly sends: boolean };

const noEffect: RedeemEffect = { sends: false };

const secretFor = ({ key }: LoginContext, id: string, claim: string, { mode }: RedeemOptions): string =>
  mode === "cookie" ? deriveSessionToken(key, id, claim) : firstRefreshSecret(key, id, claim);

async function redeemFirst(
  setup: LoginContext,
  stores: Stores,
  attempt: Attempt,
  { hints = [], events, notices = [] }: OpenedAccount,
  { mode, address, secret }: RedeemOptions & { readonly secret: string },
): Promise<SignedIn & { effect: RedeemEffect }> {
  const opened = openSession(setup, attempt, address, stores.now);
  const unionId = (await stores.accounts.identity(opened.appid, opened.openId))?.unionId;
  const made = { ...opened, ...(unionId ? { unionId } : {}), ...sessionCredentials(mode, secret, stores.now) };
  const session = await keepSession(stores, attempt, made);
  await stores.accounts.signedIn(session.accountId, stores.now);
  // A WeChat that was added by an invitation is asked about the account at its next sign-in, as after a link.
  if (attempt.invitation === undefined) await stores.accounts.noteSignIn(session.appid, session.openId, stores.now);
  if (attempt.browserHash) await rememberBrowser(setup, stores, attempt, attempt.browserHash, session.accountId);
  const account = await accountOf(stores, session);
  const { tokenHash: _, ...told } = session;
  const signedIn = { name: "signed-in", data: { account, session: told } } as const;
  const sends = messageAfter(setup, session) !== undefined && (await stores.outbox.insert(attempt.id, stores.now));
  return { session, account, effect: { hints: [attempt.id, ...hints], events: [...events, signedIn], notices, sends } };
}

/**
 * Remembers the browser as the application's policy says. In any case, a mark tells whether the same account signs in
 * next time.
 */
async function rememberBrowser(
  { key, applications }: LoginContext,
  stores: Stores,
  attempt: Attempt,
  browserHash: string,
  accountId: string,
): Promise<void> {
  const { applicationId } = attempt;
  await stores.browsers.mark(browserHash, browserMark(key, browserHash, accountId), stores.now);
  if (applications.get(applicationId)?.policy.rememberBrowser === "never") return;
  await stores.browsers.remember({ browserHash, accountId, applicationId }, strengthOf(attempt), stores.now);
}

const sessionCredentials = (
  mode: RedeemOptions["mode"],
  secret: string,
  now: number,
): Pick<Session, "tokenHash" | "refresh"> =>
  mode === "cookie"
    ? { tokenHash: hashSessionToken(secret) }
    : { tokenHash: hashRefreshSecret(secret), refresh: { generation: 0, rotatedAt: now, clientHash: "" } };

function openSession(
  setup: LoginContext,
  attempt: Attempt,
  address: string | undefined,
  now: number,
): Omit<Session, "tokenHash"> {
  const { id: attemptId, applicationId, channel, appid, openId, accountId, newcomer = false } = attempt;
  const { browserHash, browserName, language } = attempt;
  if (openId === undefined || accountId === undefined) {
    throw new SaomaError("internal", { detail: `attempt ${attemptId} was granted without an account` });
  }
  const expiresAt = now + setup.sessionLifetime;
  const id = randomToken(setup.random, 16);
  return {
    id,
    accountId,
    applicationId,
    attemptId,
    channel,
    appid,
    openId,
    newcomer,
    createdAt: now,
    expiresAt,
    browserName,
    language,
    ...(browserHash === undefined ? {} : { browserHash }),
    ...(address === undefined ? {} : { network: coarseNetworkOf(address) }),
  };
}

async function redeemAgainSame(
  stores: Stores,
  attempt: Attempt,
  { mode }: RedeemOptions,
  secret: string,
): Promise<SignedIn> {
  const session = await sessionSignedInBy(stores, attempt);
  if (!session) throw new SaomaError("attempt_ended");
  const verdict = redeemAgain(session, stores.now);
  if (verdict !== "same") throw new SaomaError(verdict);
  // A session is kept in one way only: a cookie's token must not be exchanged for a refresh token.
  if ((session.refresh === undefined) !== (mode === "cookie")) throw new SaomaError("already_redeemed");
  // A later sign-in has renewed the session, so this attempt's token is no longer valid.
  if (mode === "cookie" && session.tokenHash !== hashSessionToken(secret)) throw new SaomaError("already_redeemed");
  return { account: await accountOf(stores, session), session: seenBy(attempt, session) };
}

async function accountOf(stores: Stores, session: Session): Promise<Account> {
  const account = await stores.accounts.get(session.accountId);
  if (!account) throw new SaomaError("internal", { detail: `session ${session.id} has no account` });
  return account;
}
