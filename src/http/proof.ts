import type { Proof } from "../domain/claim.ts";
import type { HttpContext, HttpDeps } from "./context.ts";
import { readBrowserSecret } from "./cookies.ts";

/**
 * What this request shows to prove that an attempt is its own: a claim in the header, else the browser's cookie. Where
 * a claim is malformed, the cookie that came along is not looked at.
 */
export function readProof(c: HttpContext, deps: Pick<HttpDeps, "origin">): Proof | undefined {
  const authorization = c.req.header("authorization") ?? "";
  // No access token looks like a claim: it has dots.
  const claim = /^(?:Bearer|Claim) +([\w-]{43})$/i.exec(authorization)?.[1];
  if (claim !== undefined) return { claim };
  if (/^Claim\b/i.test(authorization)) return undefined;
  const browserSecret = readBrowserSecret(c, deps);
  return browserSecret === undefined ? undefined : { browserSecret };
}

/** How a request proves itself, which decides whether it must name its origin. */
export const provenBy = (proof: Proof | undefined): "cookie" | "claim" =>
  proof && "claim" in proof ? "claim" : "cookie";
