// The announced changes of an account, for its own person: list and stop.
import { type AccountChange, saysNo } from "../../domain/account-change.ts";
import { SaomaError } from "../../domain/errors.ts";
import { isLive, type SignedIn } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";
import { withAge } from "../transition/age-of-wechat.ts";
import type { SessionProof } from "../transition/find-session.ts";
import { requireManager, requireSession } from "../transition/requesting-session.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { objectTo } from "./announce.ts";

/** An announced change as the person of a session may see it. */
export interface OwnChange extends AccountChange {
  /**
   * The effect of the person's “no”; undefined if their identity is younger than the one that announced the change, and
   * they may not object.
   */
  readonly no: "withdrawn" | "objected" | undefined;
}

/** The announced changes of the account that are not done yet. */
export async function ownChanges(
  { store: { read } }: LoginContext,
  { account, session }: SignedIn,
): Promise<readonly OwnChange[]> {
  const open = (await read.accountChangesOf(account.id)).filter(({ endedAt }) => endedAt === undefined);
  if (open.length === 0) return [];
  const identity = await read.identity(session.appid, session.openId);
  const aged = identity && (await withAge({ accounts: read }, identity));
  return open.map((change) => ({ ...change, no: aged && saysNo(aged, change) }));
}

/**
 * Stops an announced change, by the identity that the session was signed in with. This needs no proof, because it
 * changes nothing.
 * @throws {SaomaError} `change_not_found` if the change is another account's or has ended, `younger_identity` if the
 * session's identity is younger than the one that announced it.
 */
export async function stopOwnChange(setup: LoginContext, proof: SessionProof | undefined, id: string) {
  const signedIn = await requireSession(setup, proof);
  requireManager(setup, signedIn.session.applicationId);
  await transactAndPublish(setup, async (stores) => {
    const session = await stores.sessions.get(signedIn.session.id);
    if (!session || !isLive(session, stores.now)) throw new SaomaError("not_signed_in");
    const change = await stores.accountChanges.get(id);
    const isOpen = change?.accountId === session.accountId && change.endedAt === undefined;
    if (!isOpen) throw new SaomaError("change_not_found");
    const identity = await stores.accounts.identity(session.appid, session.openId);
    if (identity?.accountId !== session.accountId) throw new SaomaError("not_signed_in");
    return { effect: await objectTo(setup, stores, identity, change) };
  });
  return signedIn;
}
