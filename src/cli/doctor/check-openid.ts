import type { Config } from "../../server/config/config.ts";
import { createPosts } from "../../server/outgoing.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";
import type { ExchangeAnswer, ExchangeFailure } from "./http-exchange.ts";

type Application = Config["applications"][number];
type Client = Application & { readonly openid: NonNullable<Application["openid"]> };

/** Makes the requests that OpenID Connect clients make. Returns nothing if no application is a client. */
export async function checkOpenId(context: DoctorContext): Promise<Finding[]> {
  const clients = context.config.applications.filter((one): one is Client => one.openid !== undefined);
  if (clients.length === 0) return [];
  const fault = (await discoveryFault(context)) ?? (await keysFault(context));
  if (fault) return [fault];
  const each = await Promise.all(clients.map((client) => checkClient(context, client)));
  return each.flat();
}

const isFailed = (answer: ExchangeAnswer | ExchangeFailure): answer is ExchangeFailure => "why" in answer;
const statusOf = (answer: ExchangeAnswer | ExchangeFailure): string =>
  isFailed(answer) ? answer.why : `HTTP ${answer.status}`;

function parsed(answer: ExchangeAnswer | ExchangeFailure): Readonly<Record<string, unknown>> | undefined {
  if (isFailed(answer) || answer.status !== 200) return undefined;
  try {
    return JSON.parse(answer.body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

async function discoveryFault({ config: { origin }, exchange }: DoctorContext): Promise<Finding | undefined> {
  const url = `${origin}/.well-known/openid-configuration`;
  const answer = await exchange(url);
  const { issuer } = parsed(answer) ?? {};
  if (typeof issuer !== "string") return found("openid.discovery", { url, status: statusOf(answer) });
  return issuer === origin ? undefined : found("openid.issuer", { url, issuer, origin });
}

async function keysFault({ config: { origin }, exchange }: DoctorContext): Promise<Finding | undefined> {
  const url = `${origin}/.well-known/jwks.json`;
  const answer = await exchange(url);
  const { keys } = parsed(answer) ?? {};
  const hasOne = Array.isArray(keys) && keys.some((key: { alg?: unknown }) => key.alg === "RS256");
  return hasOne ? undefined : found("openid.keys", { url, status: statusOf(answer) });
}

async function checkClient(context: DoctorContext, client: Client): Promise<Finding[]> {
  const { id: application, openid } = client;
  const redirects = await Promise.all(openid.redirectUris.map((uri) => redirectFault(context, application, uri)));
  const faults = [...redirects, await tokenFault(context, client)].filter((fault) => fault !== undefined);
  const told = openid.backchannelLogout === undefined ? [] : [await checkBackChannel(context, client)];
  const good =
    faults.length > 0 ? [] : [found("openid.good", { application, redirects: openid.redirectUris.join(", ") })];
  return [...faults, ...good, ...told];
}

/** Any 43 characters work, because no code is issued and so no verifier is checked. */
const challenge = "A".repeat(43);

/** With `prompt=none` no page is shown and nothing is stored. A known client gets `login_required`. */
async function redirectFault(
  { config: { origin }, exchange }: DoctorContext,
  application: string,
  redirect: string,
): Promise<Finding | undefined> {
  const query = new URLSearchParams({
    client_id: application,
    redirect_uri: redirect,
    response_type: "code",
    scope: "openid profile email",
    state: "doctor",
    prompt: "none",
    code_challenge: challenge,
    code_challenge_method: "S256",
  });
  const answer = await exchange(`${origin}/oidc/authorize?${query}`);
  const location = isFailed(answer) ? "" : String(answer.headers.location ?? "");
  const isBack = location.startsWith(redirect) && location.includes("error=login_required");
  return isBack ? undefined : found("openid.redirect", { application, redirect, status: statusOf(answer) });
}

/** A client with a secret is refused for a wrong secret, a client without one for an unknown code. */
async function tokenFault(
  { config: { origin }, exchange }: DoctorContext,
  { id, openid }: Client,
): Promise<Finding | undefined> {
  const isPublic = openid.secretHashes.length === 0;
  const wrong = `Basic ${Buffer.from(`${id}:doctor`).toString("base64")}`;
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code: "doctor",
    redirect_uri: openid.redirectUris[0] ?? "",
    code_verifier: challenge,
    ...(isPublic ? { client_id: id } : {}),
  }).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    ...(isPublic ? {} : { authorization: wrong }),
  };
  const answer = await exchange(`${origin}/oidc/token`, { method: "POST", headers, body });
  const expected = isPublic ? [400, '"invalid_grant"'] : [401, '"invalid_client"'];
  const isRefused = !isFailed(answer) && answer.status === expected[0] && answer.body.includes(String(expected[1]));
  return isRefused ? undefined : found("openid.token", { application: id, status: statusOf(answer) });
}

/** Sends a logout token that the client has to refuse to its back-channel address. */
async function checkBackChannel({ clock, resolve }: DoctorContext, client: Client): Promise<Finding> {
  const { id: application, openid } = client;
  const of = { application, address: openid.backchannelLogout ?? "" };
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  try {
    const status = await createPosts({ clock, ...(resolve ? { resolve } : {}) })(openid)(
      new URL(of.address),
      headers,
      "logout_token=doctor",
    );
    const isThere = status < 500 && ![404, 405].includes(status) && (status < 300 || status >= 400);
    return isThere ? found("openid.told", of) : found("openid.untold", { ...of, why: `it answered ${status}` });
  } catch (error) {
    return found("openid.untold", { ...of, why: error instanceof Error ? error.message : String(error) });
  }
}
