// Stores what the OpenID provider needs, bound to the sessions of Saoma.
import { networkOf } from "../../base/ip-network.ts";
import type { Account } from "../../domain/account.ts";
import type { OidcRecord, OidcRecordId } from "../../domain/oidc-record.ts";
import { hashSessionToken, isLive, type SignedIn } from "../../domain/session.ts";
import type { Terms } from "../../domain/terms.ts";
import type { LoginContext } from "../context.ts";
import { isAdmitted, isStillAdmitted } from "../transition/access.ts";
import { endBySignOut } from "../transition/sign-out.ts";
import { seenAt } from "../transition/single-sign-on.ts";
import { newTermsOf } from "../transition/terms.ts";

/** The stored state of the OpenID provider. All of it ends with the session that it belongs to. */
export interface OpenIdRecords {
  /**
   * Returns false, and writes nothing, if its session has ended or its grant is gone, or if it is a grant of an account
   * that its application does not admit. `lifetime` in milliseconds.
   */
  save(record: Omit<OidcRecord, "expiresAt" | "consumedAt">, lifetime: number): Promise<boolean>;
  /** As `save`, and remembers that this client has to be notified when the session ends. */
  saveTelling(client: string, record: Omit<OidcRecord, "expiresAt" | "consumedAt">, lifetime: number): Promise<boolean>;
  /** Remembers that `client`, if given, has to be notified when the session ends. Returns false if it has ended. */
  noteClient(sessionId: string, client: string | undefined): Promise<boolean>;
  find(id: OidcRecordId): Promise<OidcRecord | undefined>;
  /** Consumes a record once; true for the call that did. */
  consume(id: OidcRecordId): Promise<boolean>;
  remove(id: OidcRecordId): Promise<void>;
  /** Deletes everything of a grant, if the grant has a record of `model`. */
  revoke(grantHash: string, model: string): Promise<void>;
  /** The database's time, in milliseconds since the epoch. */
  now(): number;
  /** Whether an address may start another authorization. Each one stores a row for a quarter of an hour. */
  mayAuthorize(address: string): Promise<boolean>;
  /** The groups of an account, by name. */
  groupsOf(accountId: string): Promise<readonly string[]>;
  /** Whether an account's phone is known by more than WeChat's word, which may be about a former owner's SIM. */
  isPhoneVerified(account: Account): Promise<boolean>;
  /** An application's terms that an account has yet to agree to. */
  newTerms(applicationId: string, accountId: string): Promise<readonly Terms[]>;
  /**
   * The account and session of a live session id, as this application sees it; undefined if the session is not valid
   * there.
   */
  signedIn(sessionId: string, applicationId?: string): Promise<SignedIn | undefined>;
  /** Signs a session out by its id, for a caller who has proved that it may. */
  signOut(sessionId: string): Promise<void>;
  /**
   * Whether the session of a cookie is ignored because the account is suspended, or its application no longer admits
   * it.
   */
  isShutOut(cookie: string, applicationId: string): Promise<boolean>;
}

export const createOpenIdRecords = ({
  store,
  limits,
  limit,
  applications,
}: Pick<LoginContext, "store" | "limits" | "limit" | "applications">): OpenIdRecords => ({
  mayAuthorize: async (address) =>
    (await limits.hit(`authorize:${networkOf(address)}`, limit.attemptsPerAddress)).allowed,
  save: (record, lifetime) =>
    store.transact(async ({ oidcRecords, groups, now }) => {
      const { accountId, applicationId = "" } = record;
      // In the transaction that writes a grant: a removal from the group ends the grants that are there.
      if (accountId !== undefined && !(await isAdmitted(groups.of, applications.get(applicationId), accountId)))
        return false;
      return oidcRecords.save({ ...record, expiresAt: now + lifetime }, now);
    }),
  saveTelling: (applicationId, record, lifetime) =>
    store.transact(async ({ oidcRecords, clientSessions, now }) => {
      const isSaved = await oidcRecords.save({ ...record, expiresAt: now + lifetime }, now);
      if (isSaved && record.sessionId !== undefined)
        await clientSessions.note({ sessionId: record.sessionId, applicationId });
      return isSaved;
    }),
  noteClient: (sessionId, applicationId) =>
    store.transact(async ({ sessions, clientSessions, now }) => {
      const session = await sessions.get(sessionId);
      if (!session || !isLive(session, now)) return false;
      if (applicationId !== undefined) await clientSessions.note({ sessionId, applicationId });
      return true;
    }),
  find: (id) => store.read.oidcRecord(id, store.now()),
  consume: (id) => store.transact(({ oidcRecords, now }) => oidcRecords.consume(id, now)),
  remove: (id) => store.transact(({ oidcRecords }) => oidcRecords.remove(id)),
  revoke: (grantHash, model) => store.transact(({ oidcRecords }) => oidcRecords.revoke(grantHash, model)),
  now: () => store.now(),
  groupsOf: (accountId) => store.read.groupsOf(accountId),
  isPhoneVerified: ({ id, phone }) =>
    store.transact(async ({ accounts }) => {
      const { phoneToldBy, toldPhone } = (await accounts.wechatDetailsOf(id)) ?? {};
      return phone !== undefined && !(phoneToldBy !== undefined && toldPhone === phone);
    }),
  newTerms: (applicationId, accountId) => newTermsOf({ store, applications }, applicationId, accountId),
  async signedIn(sessionId, applicationId) {
    const found = await store.read.signedInById(sessionId);
    const seen = found && seenAt({ applications }, found, applicationId);
    if (!seen || !isLive(seen.session, store.now())) return undefined;
    // For a shared session, the application that asks has already checked whether it admits the account.
    if (applicationId === undefined && applications.get(seen.session.applicationId)?.sso) return seen;
    return (await isStillAdmitted({ store, applications }, seen.session)) ? seen : undefined;
  },
  signOut: (sessionId) =>
    store.transact(async (stores) => {
      const session = await stores.sessions.get(sessionId);
      if (session) await endBySignOut({ applications }, stores, session);
    }),
  async isShutOut(cookie, applicationId) {
    const { account, session } = (await store.read.signedIn(hashSessionToken(cookie))) ?? {};
    // The session has no effect any more if the operator suspended the account, or removed it from the group.
    if (!session || !(isLive(session, store.now()) || session.end === "operator")) return false;
    if (account?.suspendedAt !== undefined) return true;
    const { accountId } = session;
    return !(await isStillAdmitted({ store, applications }, { accountId, applicationId }));
  },
});
