import type { SessionProof } from "../login/transition/find-session.ts";
import { type SessionPlace, sessionTokenIn } from "./cookies.ts";

/** Stands for an access token of an unknown format. It belongs to no session. */
export const malformedBearer = "";

/**
 * What a request shows of its session: an access token (RFC 6750, section 2.1), else the cookie. Who shows a token
 * means that one: where it is malformed, the cookie that came along is not looked at.
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
