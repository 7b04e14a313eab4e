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

/** The maximum number of clients that are notified at the same time. Each may take seconds to answer. */
const mostAtOnce = 100;

/**
 * Notifies clients that sessions have ended (OpenID Connect Back-Channel Logout 1.0). Each end of a session writes to an
 * outbox; a notification is repeated until the client accepts it. Returns a function that stops this.
 */
export const startBackChannel = (deps: BackChannelDeps): (() => void) =>
  drainOutbox({
    clock: deps.clock,
    log: deps.log,
    what: "a client's logout",
    mostAtOnce,
    due: deps.logouts.due,
    deliver: (logout) => tell(deps, logout),
  });

async function tell(deps: BackChannelDeps, logout: ClientLogout): Promise<void> {
  const { logouts, log } = deps;
  const client = deps.clients.get(logout.applicationId);
  const address = client?.openid.backchannelLogout;
  // The setting was removed meanwhile.
  if (!client || address === undefined) return logouts.done(logout);
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
  const body = new URLSearchParams({ logout_token: await logoutToken(deps, logout) }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  try {
    const status = await deps.postTo(client)(new URL(address), headers, body);
    return status >= 200 && status <= 299 ? undefined : `it answered ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Section 2.4. The token names the session only: a client that is also given the person would end all of that person's
 * sessions.
 */
async function logoutToken({ origin, signer, clock, random }: BackChannelDeps, logout: ClientLogout): Promise<string> {
  const { kid, algorithm: alg, privateKey } = await signer();
  const now = Math.floor(clock.now() / 1000);
  const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
  return new SignJWT({ sid: logout.sessionId, events })
    .setProtectedHeader({ alg, kid, typ: "logout+jwt" })
    .setIssuer(origin)
    .setAudience(logout.applicationId)
    .setIssuedAt(now)
    .setExpirationTime(now + 120)
    .setJti(randomToken(random, 16))
    .sign(privateKey);
}
