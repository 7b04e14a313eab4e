import type { Adapter, AdapterPayload } from "oidc-provider";
import { sha256 } from "../base/bytes.ts";
import type { OidcRecord, OidcRecordId } from "../domain/oidc-record.ts";
import { rotateAgainFor } from "../domain/refresh.ts";
import type { OpenIdRecords } from "../login/openid/records.ts";
import { sessionPayload } from "./session-payload.ts";

/** How long a record is kept that the provider gives no lifetime, in seconds. */
const defaultLifetime = 600;

/**
 * Stores the provider's records in our database. Whoever has a record's id can use it, so only its hash is stored.
 * Writing under a session or grant that has ended meanwhile fails with `overMeanwhile`.
 */
export const createAdapter =
  (deps: AdapterDeps) =>
  (model: string): Adapter =>
    model === "Session" ? sessionAdapter(deps.records) : recordAdapter(deps, model);

export interface AdapterDeps {
  readonly records: OpenIdRecords;
  readonly overMeanwhile: () => Error;
  /** Whether a client is notified when a session ends. */
  readonly isTold: (clientId: string) => boolean;
  /** Whether a client gets refresh tokens. */
  readonly refreshes: (clientId: string) => boolean;
}

function recordAdapter(deps: AdapterDeps, model: string): Adapter {
  const { records, overMeanwhile, isTold } = deps;
  const named = (id: string) => ({ model, idHash: hashOf(id) });
  /** A client that lost the answer to a rotation may send the old token once more, and gets the same new one: see `refresh.ts`. */
  const isForgiven = ({ consumedAt }: OidcRecord): boolean =>
    model === "RefreshToken" && consumedAt !== undefined && records.now() < consumedAt + rotateAgainFor;
  return {
    async upsert(id, { jti: _, session, grantId, ...payload }, expiresIn) {
      const start = model === "Interaction" ? await startOf(records, named(id), session?.uid) : {};
      const record = {
        ...named(id),
        payload: JSON.stringify({
          ...payload,
          ...(grantId === undefined ? {} : { grantId }),
          ...start,
        }),
        ...belongingOf(model, grantId, payload),
      };
      const lifetime = (expiresIn || defaultLifetime) * 1000;
      // The first token tells the client the session's `sid`.
      const told = model === "AccessToken" && isTold(payload.clientId ?? "") ? payload.clientId : undefined;
      const saved = await (told === undefined
        ? records.save(record, lifetime)
        : records.saveTelling(told, record, lifetime));
      if (!saved) throw overMeanwhile();
    },
    async find(id) {
      const record = await records.find(named(id));
      if (!record) return undefined;
      const isUsed = record.consumedAt !== undefined && !isForgiven(record);
      const consumed = isUsed ? { consumed: Math.floor((record.consumedAt ?? 0) / 1000) } : {};
      return { ...(JSON.parse(record.payload) as AdapterPayload), jti: id, ...consumed };
    },
    async consume(id) {
      // Of several concurrent requests with one code, only the first one consumes it.
      if (await records.consume(named(id))) return;
      const record = await records.find(named(id));
      if (!record || !isForgiven(record)) throw overMeanwhile();
    },
    async destroy(id) {
      // The client itself has no further use for the tokens of a refresh token that it revokes (RFC 7009, section 2.1).
      const token = model === "RefreshToken" ? await records.find(named(id)) : undefined;
      if (token?.grantHash !== undefined) await records.revoke(token.grantHash, model);
      else await records.remove(named(id));
    },
    async revokeByGrantId(grantId) {
      await records.revoke(hashOf(grantId), model === "RefreshToken" ? model : await lastIssued(deps, grantId));
    },
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  };
}

/** The grant and the session of a record. Of a grant, whose it is, and at which application. */
const belongingOf = (
  model: string,
  grantId: string | undefined,
  { accountId, clientId, sessionUid }: AdapterPayload,
) => ({
  ...(grantId === undefined || model === "Interaction" ? {} : { grantHash: hashOf(grantId) }),
  ...(sessionUid === undefined ? {} : { sessionId: sessionUid }),
  ...(model !== "Grant" || accountId === undefined || clientId === undefined
    ? {}
    : { accountId, applicationId: clientId }),
});

/**
 * When an interaction began, and the session of that time, by its token: the id stays the same when its person signs in
 * again. It is stored under a name of ours, because the provider refuses to continue with the session of a fresh
 * sign-in. The provider saves an interaction again with the answer of its page, and knows neither then.
 */
async function startOf(records: OpenIdRecords, id: OidcRecordId, sessionId: string | undefined): Promise<Start> {
  const stored = await records.find(id);
  if (stored) {
    const { before, began } = JSON.parse(stored.payload) as Start;
    return { before, began };
  }
  const signedIn = sessionId === undefined ? undefined : await records.signedIn(sessionId);
  return { before: signedIn?.session.tokenHash, began: records.now() };
}

interface Start {
  readonly before?: string | undefined;
  readonly began?: number | undefined;
}

/** The provider has no sessions of its own. It reads ours by their ids until they end, and never writes them. */
const sessionAdapter = (records: OpenIdRecords): Adapter => ({
  async find(id) {
    const signedIn = await records.signedIn(id);
    return signedIn && sessionPayload(signedIn);
  },
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  upsert: async () => {},
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
});

/**
 * The kind of token that a code is traded for last. A grant that is revoked before it is written leaves the client with
 * no token at all.
 */
async function lastIssued({ records, refreshes }: AdapterDeps, grantId: string): Promise<string> {
  const grant = await records.find({ model: "Grant", idHash: hashOf(grantId) });
  const { clientId = "" } = JSON.parse(grant?.payload ?? "{}") as AdapterPayload;
  return refreshes(clientId) ? "RefreshToken" : "AccessToken";
}

const hashOf = (id: string): string => sha256("oidc-record", id);
