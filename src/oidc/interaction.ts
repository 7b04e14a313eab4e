import { sha256 } from "../base/bytes.ts";
import type { OpenIdRecords } from "../login/openid/records.ts";

/** An authorization that waits for its user. */
export interface WaitingAuthorization {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly uiLocales: string | undefined;
  /** The token hash of a session that does not suffice: the client requests a fresh sign-in, or another user. */
  readonly staleSession: string | undefined;
  /** A session suffices only if its user has signed in, or proved their presence, since then; 0 if any session does. */
  readonly freshSince: number;
  /** The account of the user who pressed the page's button; undefined before that, and if they declined. */
  readonly answeredBy: string | undefined;
}

type AuthorizationParameters = Readonly<Record<string, string | undefined>>;

interface InteractionPayload {
  readonly params?: AuthorizationParameters;
  readonly prompt?: { readonly name?: string };
  readonly before?: string;
  readonly began?: number;
  readonly result?: { readonly login?: { readonly accountId?: string } };
}

/** The authorization of an interaction; undefined if it has ended or never existed. */
export async function findAuthorization(
  records: OpenIdRecords,
  uid: string,
): Promise<WaitingAuthorization | undefined> {
  const record = await records.find({ model: "Interaction", idHash: sha256("oidc-record", uid) });
  if (!record) return undefined;
  const { params = {}, prompt, before, began = 0, result } = JSON.parse(record.payload) as InteractionPayload;
  return {
    clientId: params.client_id ?? "",
    redirectUri: params.redirect_uri ?? "",
    uiLocales: params.ui_locales,
    staleSession: prompt?.name === "login" ? before : undefined,
    freshSince: prompt?.name === "login" ? freshSinceOf(params, began) : 0,
    answeredBy: result?.login?.accountId,
  };
}

/** Without either parameter any session suffices: a browser sends no cookie with a form of another site. */
function freshSinceOf({ prompt = "", max_age }: AuthorizationParameters, began: number): number {
  if (prompt.split(" ").includes("login")) return began;
  return max_age === undefined ? 0 : began - Number(max_age) * 1000;
}
