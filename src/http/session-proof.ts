import type { SessionProof } from "../login/transition/find-session.ts";
import { sessionTokenIn } from "./cookies.ts";

/** What a request shows of its session: an access token (RFC 6750, section 2.1), else the cookie. */
export function sessionProofIn(headers: Pick<Headers, "get">, origin: string): SessionProof | undefined {
  const bearer = /^Bearer ([\w.-]{1,4096})$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) return { bearer };
  const cookie = sessionTokenIn(headers.get("cookie") ?? undefined, origin);
  return cookie === undefined ? undefined : { cookie };
}
