import { type KeyObject, sign } from "node:crypto";
import type { SigningAlgorithm } from "../../domain/signing-key.ts";

/** The header of a JWT, whose algorithm is that of the key. */
export interface JwtHeader {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
  readonly typ: string;
}

/**
 * A signed JWT in its compact form (RFC 7515, section 7.1). Each refresh signs one: by Web Crypto, which signs in another
 * thread, it takes twice as long.
 */
export function signJwt(header: JwtHeader, claims: object, key: KeyObject): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signatureOf(header.alg, input, key).toString("base64url")}`;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** Both halves of an ECDSA signature stand side by side (RFC 7518, section 3.4), not in DER as elsewhere. */
const signatureOf = (alg: SigningAlgorithm, input: string, key: KeyObject): Buffer =>
  alg === "ES256"
    ? sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" })
    : sign(null, Buffer.from(input), key);
