import type { Proof } from "../domain/claim.ts";
import type { HttpContext, HttpDeps } from "./context.ts";
import { readBrowserSecret } from "./cookies.ts";

/**
 * The proof that an attempt belongs to the caller: the claim in the header, or else the browser's cookie. If the claim
 * is malformed, the cookie is not used instead.
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
