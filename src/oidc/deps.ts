import type { IncomingMessage } from "node:http";
import type { SignedIn } from "../domain/session.ts";
import { sessionPlace, sessionTokenIn } from "../http/cookies.ts";
import type { Log } from "../ports/log.ts";
import type { LogoutDeps } from "./logout.ts";
import type { ProviderSource } from "./provider.ts";

/** What the provider's pages need. */
export interface OpenIdDeps extends LogoutDeps {
  readonly provider: ProviderSource;
  readonly log: Log;
  /** The client's address, proxies seen through. */
  readonly addressOf: (request: IncomingMessage) => string;
}

/** Who is signed in at this application, in this browser. */
export async function sessionOf(
  { login, origin }: OpenIdDeps,
  { headers }: IncomingMessage,
  applicationId: string,
): Promise<SignedIn | undefined> {
  const cookie = sessionTokenIn(headers.cookie, sessionPlace(origin, login.applications, applicationId));
  return cookie === undefined ? undefined : login.session({ cookie, at: applicationId }, applicationId);
}
