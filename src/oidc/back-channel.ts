// Back-channel logout: notifies clients when a session ends.
import { SignJWT } from "jose";
import { drainOutbox } from "../adapters/outgoing/outbox.ts";
import type { Post } from "../adapters/outgoing/post.ts";
import { randomToken } from "../base/bytes.ts";
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { ClientLogout } from "../domain/client-logout.ts";
import type { OpenIdLogouts } from "../login/openid/logouts.ts";
import type { Signer } from "../login/sessions/key-ring.ts";
import type { Log } from "../ports/log.ts";
import type { ClientApplication } from "./client-application.ts";

export interface BackChannelDeps {
  readonly origin: string;
  readonly logouts: OpenIdLogouts;
  readonly clients: ReadonlyMap<string, ClientApplication>;
  readonly signer: () => Promise<Signer>;
  /** Sends a logout token to this client. */
  readonly postTo: (client: ClientApplication) => Post;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The maximum number of calls to a client at the same time. Each may take seconds to be answered. */
const mostAtOnce = 50;

/**
 * Notifies clients that sessions have ended (OpenID Connect Back-Channel Logout 1.0). Each end of a session writes to an
 * outbox; a notification is repeated until the client accepts it. Each client has a share of its own of what is called
 * at once, so that one that hangs holds up no other. Returns a function that stops this.
 */
export function startBackChannel(deps: BackChannelDeps): () => void {
  const stops = [...deps.clients.values()].flatMap((client) => {
    const { backchannelLogout: address } = client.openid;
    return address === undefined ? [] : [drain(deps, client, address)];
  });
  return () => {
    for (const stop of stops) stop();
  };
}

const drain = (deps: BackChannelDeps, client: ClientApplication, address: string): (() => void) =>
  drainOutbox({
    clock: deps.clock,
    log: deps.log,
    what: `a logout of the client ${client.id}`,
    mostAtOnce,
    due: (limit) => deps.logouts.due(client.id, limit),
    deliver: (logout) => tell(deps, client, address, logout),
  });

async function tell(
  deps: BackChannelDeps,
  client: ClientApplication,
  address: string,
  logout: ClientLogout,
): Promise<void> {
  const { logouts, log } = deps;
  if (!(await logouts.take(logout))) return;
  const noted = { application: client.id, session: logout.sessionId, tries: logout.tries + 1 };
  const problem = await post(deps, client, address, logout);
  if (problem === undefined) {
    await logouts.done(logout);
    log.info(noted, "a client was notified of a session's end");
    return;
  }
  const next = await logouts.failed(logout);
  const consequence = next === undefined ? "it is given up" : `tried again at ${new Date(next).toISOString()}`;
  log[next === undefined ? "error" : "warn"](noted, `a client did not take a logout: ${problem}; ${consequence}`);
}

/** What went wrong; undefined if the client accepted the token. */
async function post(deps: BackChannelDeps, client: ClientApplication, address: string, logout: ClientLogout) {
  const body = new URLSearchParams({ logout_token: await logoutToken(deps, client, logout) }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  try {
    const status = await deps.postTo(client)(new URL(address), headers, body);
    return status >= 200 && status <= 299 ? undefined : `it answered ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Section 2.4. The token names the session only, unless the client is set to be told the account, too: some clients, as
 * express-openid-connect, end all sessions of an account that is named.
 */
async function logoutToken(
  { origin, signer, clock, random }: BackChannelDeps,
  { openid: { backchannelLogoutSub } }: ClientApplication,
  logout: ClientLogout,
): Promise<string> {
  const { kid, algorithm: alg, privateKey } = await signer();
  const now = Math.floor(clock.now() / 1000);
  const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
  const { sessionId: sid, accountId: sub } = logout;
  return new SignJWT({ sid, events, ...(backchannelLogoutSub && sub !== undefined ? { sub } : {}) })
    .setProtectedHeader({ alg, kid, typ: "logout+jwt" })
    .setIssuer(origin)
    .setAudience(logout.applicationId)
    .setIssuedAt(now)
    .setExpirationTime(now + 120)
    .setJti(randomToken(random, 16))
    .sign(privateKey);
}
