import type { interactionPolicy, KoaContextWithOIDC } from "oidc-provider";
import { sessionPlace, sessionTokenIn } from "../http/cookies.ts";
import type { ProviderDeps } from "./configuration.ts";

/** Clients are the operator's own: no user is asked whether they may have what they ask for. */
const consents = ["native_client_prompt", "op_scopes_missing", "op_claims_missing", "rs_scopes_missing", "rar_prompt"];

/** When the provider shows its page. */
export function createPolicy(
  { base, Check }: typeof interactionPolicy,
  deps: Pick<ProviderDeps, "origin" | "records" | "clients">,
): interactionPolicy.DefaultPolicy {
  const policy = base();
  for (const reason of consents) policy.get("consent")?.checks.remove(reason);
  const notAdmitted = new Check("not_admitted", "the user may no longer enter", "access_denied", (ctx) =>
    isShutOut(deps, ctx),
  );
  // A client that requests `prompt=none` gets the error of the first failed check.
  policy.get("login")?.checks.add(notAdmitted, 0);
  const newTerms = new Check("terms_required", "the user has to agree to new terms", "interaction_required", (ctx) =>
    hasNewTerms(deps, ctx),
  );
  policy.get("consent")?.checks.add(newTerms);
  return policy;
}

/** Checked again when the provider resumes, so that a user cannot skip the page without agreeing. */
async function hasNewTerms({ records }: Pick<ProviderDeps, "records">, { oidc }: KoaContextWithOIDC): Promise<boolean> {
  const { client, session } = oidc;
  if (!client || session?.accountId === undefined) return false;
  return (await records.newTerms(client.clientId, session.accountId)).length > 0;
}

/** Whether the application was closed to the user of this browser. On the page they are told so when they sign in. */
async function isShutOut(
  { origin, records, clients }: Pick<ProviderDeps, "origin" | "records" | "clients">,
  { oidc, req }: KoaContextWithOIDC,
): Promise<boolean> {
  const { client, session } = oidc;
  if (!client || session?.accountId !== undefined || !oidc.promptPending("none")) return false;
  const cookie = sessionTokenIn(req.headers.cookie, sessionPlace(origin, clients, client.clientId));
  return cookie !== undefined && (await records.isShutOut(cookie, client.clientId));
}
