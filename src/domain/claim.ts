import { sha256 } from "../base/bytes.ts";

/** The proof that an attempt is the client's own: its browser secret, or a claim of its own. */
export type Proof = { readonly browserSecret: string } | { readonly claim: string };

/** The claim that a proof makes on an attempt. */
export const claimOn = (attemptId: string, proof: Proof): string =>
  "claim" in proof ? proof.claim : sha256("claim", proof.browserSecret, attemptId);

/** The stored form of a claim. */
export const hashClaim = (claim: string): string => sha256("claim-hash", claim);

/** The stored form of a browser secret, by which the browser is recognized. */
export const hashBrowser = (browserSecret: string): string => sha256("browser", browserSecret);
