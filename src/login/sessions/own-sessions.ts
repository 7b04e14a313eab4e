import { SaomaError } from "../../domain/errors.ts";
import { isLive, type Session, type SignedIn } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";
import type { SessionProof } from "../transition/find-session.ts";
import { requireSession } from "../transition/requesting-session.ts";
import { endBySignOut } from "../transition/sign-out.ts";
import { isShared } from "../transition/single-sign-on.ts";

/** The live sessions of an account, for its own person. */
export interface OwnSessions extends SignedIn {
  /** The newest first. */
  readonly sessions: readonly Session[];
}

/** The maximum number of listed sessions; older ones are left out. */
const most = 200;

/** No session may outlive "sign out everywhere" because newer ones hide it. */
const all = 2 ** 31 - 1;

/**
 * The live sessions of the account: all of them if the application manages accounts, else only the application's own.
 */
export const ownSessions = (setup: LoginContext, proof: SessionProof | undefined): Promise<OwnSessions> =>
  readOwn(setup, proof, most);

async function readOwn(setup: LoginContext, proof: SessionProof | undefined, limit: number): Promise<OwnSessions> {
  const signedIn = await requireSession(setup, proof);
  const { store, applications } = setup;
  const { applicationId } = signedIn.session;
  const live = await store.read.liveSessionsOf(signedIn.account.id, store.now(), limit);
  const isSeen = (one: Session) =>
    isShared(setup, one.applicationId, applicationId) || applications.get(applicationId)?.manageAccount === true;
  return { ...signedIn, sessions: live.filter(isSeen) };
}

/**
 * Ends one of them.
 * @throws {SaomaError} `session_not_found` if {@link ownSessions} does not list it.
 */
export async function endOwnSession(
  setup: LoginContext,
  proof: SessionProof | undefined,
  id: string,
): Promise<OwnSessions> {
  const own = await ownSessions(setup, proof);
  if (!own.sessions.some((one) => one.id === id)) throw new SaomaError("session_not_found");
  return end(setup, own, ({ id: other }) => other === id);
}

/** Ends all of them; with `keepsCurrent`, all but the session of the request. */
export async function endOwnSessions(
  setup: LoginContext,
  proof: SessionProof | undefined,
  { keepsCurrent }: { readonly keepsCurrent: boolean },
): Promise<OwnSessions> {
  const own = await readOwn(setup, proof, all);
  return end(setup, own, ({ id }) => !keepsCurrent || id !== own.session.id);
}

/** The sessions are read again in the transaction, because some may have ended or begun. */
async function end(setup: LoginContext, own: OwnSessions, isMeant: (one: Session) => boolean): Promise<OwnSessions> {
  const ended = await setup.store.transact(async (stores) => {
    const asking = await stores.sessions.get(own.session.id);
    if (!asking || !isLive(asking, stores.now)) throw new SaomaError("not_signed_in");
    const meant = own.sessions.filter(isMeant);
    for (const session of meant) await endBySignOut(setup, stores, session);
    return new Set(meant.map(({ id }) => id));
  });
  return { ...own, sessions: own.sessions.filter(({ id }) => !ended.has(id)) };
}
