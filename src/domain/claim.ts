import { sha256 } from "../base/bytes.ts";

/** What a client shows to prove that an attempt is its own: its browser secret, or a claim of its own. */
export type Proof = { readonly browserSecret: string } | { readonly claim: string };

/** The claim that a proof makes on an attempt. */
export const claimOn = (attemptId: string, proof: Proof): string =>
  "claim" in proof ? proof.claim : sha256("claim", proof.browserSecret, attemptId);

/** How a claim is kept. */
export const hashClaim = (claim: string): string => sha256("claim-hash", claim);

/** How a browser is recognised again. */
export const hashBrowser = (browserSecret: string): string => sha256("browser", browserSecret);
