import type { SessionProof } from "../login/transition/find-session.ts";
import { type SessionPlace, sessionTokenIn } from "./cookies.ts";

/** Stands for an access token of an unknown format. It belongs to no session. */
export const malformedBearer = "";

/**
 * The proof of a session in a request: an access token (RFC 6750, section 2.1), or else the cookie. If the token is
 * malformed, the cookie is not used instead.
 */
export function sessionProofIn(headers: Pick<Headers, "get">, place: SessionPlace): SessionProof | undefined {
  const authorization = headers.get("authorization") ?? "";
  if (/^Bearer\b/i.test(authorization)) {
    return { bearer: /^Bearer +([\w.-]{1,4096})$/i.exec(authorization)?.[1] ?? malformedBearer };
  }
  const cookie = sessionTokenIn(headers.get("cookie") ?? undefined, place);
  if (cookie === undefined) return undefined;
  return place.at === undefined ? { cookie } : { cookie, at: place.at };
}
