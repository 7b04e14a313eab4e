import { sha256 } from "../base/bytes.ts";
import type { OpenIdRecords } from "../login/openid/records.ts";

/** An authorization that waits for its user. */
export interface WaitingAuthorization {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly uiLocales: string | undefined;
  /** The token hash of a session that does not suffice: the client requests a fresh sign-in, or another user. */
  readonly staleSession: string | undefined;
}

interface InteractionPayload {
  readonly params?: Readonly<Record<string, string | undefined>>;
  readonly prompt?: { readonly name?: string };
  readonly before?: string;
}

/** The authorization of an interaction; undefined if it has ended or never existed. */
export async function findAuthorization(
  records: OpenIdRecords,
  uid: string,
): Promise<WaitingAuthorization | undefined> {
  const record = await records.find({ model: "Interaction", idHash: sha256("oidc-record", uid) });
  if (!record) return undefined;
  const { params = {}, prompt, before } = JSON.parse(record.payload) as InteractionPayload;
  return {
    clientId: params.client_id ?? "",
    redirectUri: params.redirect_uri ?? "",
    uiLocales: params.ui_locales,
    staleSession: prompt?.name === "login" ? before : undefined,
  };
}
