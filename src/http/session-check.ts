import { SaomaError } from "../domain/errors.ts";
import type { SessionView } from "../wire/session.ts";
import type { HttpDeps } from "./context.ts";
import { sessionPlace } from "./cookies.ts";
import { isReadableFrom } from "./origin.ts";
import { sessionProofIn } from "./session-proof.ts";
import { viewSession } from "./views.ts";

/** The check of a session, for any transport. */
export interface SessionCheck {
  readonly headers: Pick<Headers, "get">;
  /** `?application=` of its address. */
  readonly application: string | undefined;
}

const address = /^\/v1\/session(?:\?([^#]*))?$/;

/** The application that a session check's address names, as it stands in Node's request; undefined for any other address. */
export function readSessionCheck(url: string): Pick<SessionCheck, "application"> | undefined {
  const [isCheck, query] = address.exec(url) ?? [];
  if (isCheck === undefined) return undefined;
  const application = query === undefined ? null : new URLSearchParams(query).get("application");
  return { application: application ?? undefined };
}

/** Answers session checks: by the cookie, or by an access token. */
export const createSessionCheck =
  (deps: Pick<HttpDeps, "login" | "origin">) =>
  async ({ headers, application }: SessionCheck): Promise<SessionView> => {
    const { login, origin } = deps;
    const proof = sessionProofIn(headers, sessionPlace(origin, login.applications, application));
    const signedIn = proof && (await login.session(proof, application));
    const isReadable = signedIn && isReadableFrom(headers.get("origin"), deps, signedIn.session.applicationId);
    if (!isReadable) throw new SaomaError("not_signed_in");
    return viewSession(deps, signedIn, await login.notices(signedIn), await login.newTerms(signedIn));
  };
