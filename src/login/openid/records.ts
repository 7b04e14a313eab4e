import { networkOf } from "../../base/ip-network.ts";
import type { OidcRecord, OidcRecordId } from "../../domain/oidc-record.ts";
import { hashSessionToken, isLive, type SignedIn } from "../../domain/session.ts";
import type { LoginContext } from "../context.ts";
import { isStillAdmitted } from "../transition/access.ts";

/** What the OpenID provider keeps. All of it is over with the session that it came of. */
export interface OpenIdRecords {
  /** False where its session is over or its grant is gone; nothing is written then. `lifetime` in milliseconds. */
  save(record: Omit<OidcRecord, "expiresAt" | "consumedAt">, lifetime: number): Promise<boolean>;
  /** The same, and keeps that this client knows the session from now on, and has to hear when it is over. */
  saveTelling(client: string, record: Omit<OidcRecord, "expiresAt" | "consumedAt">, lifetime: number): Promise<boolean>;
  find(id: OidcRecordId): Promise<OidcRecord | undefined>;
  /** Once ever; true for the call that did. */
  consume(id: OidcRecordId): Promise<boolean>;
  remove(id: OidcRecordId): Promise<void>;
  /** Takes away what came of a grant, once there is something of `model` of it. */
  revoke(grantHash: string, model: string): Promise<void>;
  /** The database's time, in milliseconds since the epoch. */
  now(): number;
  /** Whether an address may begin another authorization: each is a row for a quarter of an hour. */
  mayAuthorize(address: string): Promise<boolean>;
  /** The groups of an account, by name. */
  groupsOf(accountId: string): Promise<readonly string[]>;
  /** Who is signed in by this session, while it lives. */
  signedIn(sessionId: string): Promise<SignedIn | undefined>;
  /** Whether the session of a cookie counts for nothing because its application no longer admits the account. */
  isShutOut(cookie: string): Promise<boolean>;
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
    store.transact(({ oidcRecords, now }) => oidcRecords.save({ ...record, expiresAt: now + lifetime }, now)),
  saveTelling: (applicationId, record, lifetime) =>
    store.transact(async ({ oidcRecords, clientSessions, now }) => {
      const isSaved = await oidcRecords.save({ ...record, expiresAt: now + lifetime }, now);
      if (isSaved && record.sessionId !== undefined)
        await clientSessions.note({ sessionId: record.sessionId, applicationId });
      return isSaved;
    }),
  find: (id) => store.read.oidcRecord(id, store.now()),
  consume: (id) => store.transact(({ oidcRecords, now }) => oidcRecords.consume(id, now)),
  remove: (id) => store.transact(({ oidcRecords }) => oidcRecords.remove(id)),
  revoke: (grantHash, model) => store.transact(({ oidcRecords }) => oidcRecords.revoke(grantHash, model)),
  now: () => store.now(),
  groupsOf: (accountId) => store.read.groupsOf(accountId),
  async signedIn(sessionId) {
    const found = await store.read.signedInById(sessionId);
    if (!found || !isLive(found.session, store.now())) return undefined;
    return (await isStillAdmitted({ store, applications }, found.session)) ? found : undefined;
  },
  async isShutOut(cookie) {
    const session = (await store.read.signedIn(hashSessionToken(cookie)))?.session;
    // Whom the operator takes out of a group is signed out by it.
    if (!session || !(isLive(session, store.now()) || session.end === "operator")) return false;
    return !(await isStillAdmitted({ store, applications }, session));
  },
});
