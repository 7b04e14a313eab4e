// Rotates refresh tokens, and ends a session whose token was stolen.
import { equalInConstantTime } from "../../base/bytes.ts";
import { SaomaError } from "../../domain/errors.ts";
import {
  followRefreshToken,
  formatRefreshToken,
  hashRefreshSecret,
  nextRefreshToken,
  parseRefreshToken,
  type RefreshToken,
  rotateAgainFor,
} from "../../domain/refresh.ts";
import { isLive, type Session } from "../../domain/session.ts";
import type { AgreedTerms } from "../../domain/terms.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { isAdmitted } from "../transition/access.ts";
import type { MayEndSession } from "../transition/find-session.ts";
import { agreeToTerms } from "../transition/terms.ts";

/** The tokens of a client that keeps no cookie. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** The lifetime of the access token, in seconds. */
  readonly expiresIn: number;
}

type Verdict = { readonly session: Session; readonly token: RefreshToken } | "unknown" | "reused";

/** What comes with a refresh token. */
export interface RefreshOptions {
  /** A hash of the client's traits, to recognize a repeated request. */
  readonly clientHash: string;
  readonly isOurs: MayEndSession;
  /** The terms that the person has agreed to since. */
  readonly terms?: readonly AgreedTerms[] | undefined;
}

/**
 * Exchanges a refresh token for the next one and an access token. A client whose response was lost may repeat this for
 * 10 s and gets the same tokens. Any other use of an old token means that it was stolen: the session ends for both.
 */
export async function refresh(
  setup: LoginContext,
  text: string,
  { isOurs, ...given }: RefreshOptions,
): Promise<Tokens> {
  const presented = parseRefreshToken(text);
  if (!presented || !(await isGenuine(setup, presented, isOurs))) throw new SaomaError("not_signed_in");
  const verdict = await setup.store.transact((stores) => exchange(setup, stores, presented, given));
  if (verdict === "reused")
    setup.log.warn({ session: presented.sessionId }, "an old refresh token was used: session ended");
  if (typeof verdict === "string") throw new SaomaError("not_signed_in");
  return tokensOf(setup, verdict.session, verdict.token);
}

/** The limit for old tokens of one session: each costs a computation, and a guesser could send any number. */
const oldTokens = { times: 20, per: 60_000 };

/**
 * Whether this service issued the token, checked without writing: knowing a session's id is not enough to learn or end
 * anything.
 */
async function isGenuine(setup: LoginContext, presented: RefreshToken, isOurs: MayEndSession): Promise<boolean> {
  const session = await setup.store.read.sessionById(presented.sessionId);
  if (!session?.refresh || !isLive(session, setup.store.now()) || !isOurs(session.applicationId)) return false;
  if (presented.generation === session.refresh.generation) return isNewest(session, presented);
  const hit = await setup.limits.hit(`old refresh token:${session.id}`, oldTokens);
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
  const current = followRefreshToken(setup.key, presented, session.refresh.generation);
  return current !== undefined && isNewest(session, current);
}

const isNewest = (session: Session, { secret }: RefreshToken): boolean =>
  equalInConstantTime(hashRefreshSecret(secret), session.tokenHash);

export const tokensOf = async (setup: LoginContext, session: Session, token: RefreshToken): Promise<Tokens> => ({
  ...(await setup.accessTokens.issue(session)),
  refreshToken: formatRefreshToken(token),
});

async function exchange(
  setup: LoginContext,
  stores: Stores,
  presented: RefreshToken,
  { clientHash, terms }: Omit<RefreshOptions, "isOurs">,
): Promise<Verdict> {
  const session = await stores.sessions.get(presented.sessionId);
  if (!session?.refresh || !isLive(session, stores.now)) return "unknown";
  const application = setup.applications.get(session.applicationId);
  if (!(await isAdmitted(stores.groups.of, application, session.accountId))) return "unknown";
  if (presented.generation === session.refresh.generation) {
    if (!isNewest(session, presented)) return "unknown";
    await agreeToTerms(stores, application, session.accountId, terms);
    return rotate(setup, stores, session, presented, clientHash);
  }
  const current = followRefreshToken(setup.key, presented, session.refresh.generation);
  if (!current || !isNewest(session, current)) return "unknown";
  if (isRepeat(session, presented, clientHash, stores.now)) return { session, token: current };
  await stores.sessions.end(session.id, "token_reused", stores.now);
  return "reused";
}

async function rotate(
  setup: LoginContext,
  stores: Stores,
  session: Session,
  presented: RefreshToken,
  clientHash: string,
): Promise<Verdict> {
  const token = nextRefreshToken(setup.key, presented);
  const rotation = {
    from: hashRefreshSecret(presented.secret),
    to: hashRefreshSecret(token.secret),
    generation: token.generation,
    clientHash,
  };
  if (!(await stores.sessions.rotate(session.id, rotation, stores.now))) {
    throw new SaomaError("store_unavailable", { detail: `session ${session.id} changed during its transaction` });
  }
  if (session.firstUsedAt === undefined) await stores.sessions.use(session.id, stores.now);
  return { session, token };
}

/** Whether this client made the same exchange a moment ago. */
function isRepeat({ refresh }: Session, { generation }: RefreshToken, clientHash: string, now: number): boolean {
  if (!refresh || refresh.generation !== generation + 1) return false;
  return now < refresh.rotatedAt + rotateAgainFor && refresh.clientHash === clientHash;
}
