/** A key that signs access tokens. Times are milliseconds since the epoch. */
export interface SigningKey {
  /** The key's id in the JWKS. */
  readonly kid: string;
  /** The algorithm of this key. */
  readonly algorithm: SigningAlgorithm;
  /** A JWK (RFC 7517) as JSON. */
  readonly publicKey: string;
  /** The private JWK, encrypted with the service's secret. */
  readonly sealedPrivateKey: string;
  /** Signs from this time on. It is published earlier, so that verifiers have it in time. */
  readonly activeFrom: number;
  /** Published until this time; absent until the key has a successor. */
  readonly retiresAt?: number;
}

/** RS256 is for ID tokens: most clients accept nothing else by default. */
export type SigningAlgorithm = "EdDSA" | "ES256" | "RS256";

/**
 * How long a new key is published before it signs, in milliseconds: as long as verifiers cache our JWKS (5 minutes) and
 * an instance needs to notice another's key.
 */
export const publishAhead = 6 * 60_000;

/** The allowed difference of a verifier's clock, in milliseconds. */
export const clockLeeway = 60_000;

/**
 * When a key stops being published whose successor signs from `activeFrom` on. `lifetime` of a token, in milliseconds.
 */
export const retirement = (activeFrom: number, lifetime: number): number => activeFrom + lifetime + clockLeeway;

/** The key to sign with: the latest active one that stays published for as long as a token lives. */
export const signingKey = (keys: readonly SigningKey[], now: number, lifetime: number): SigningKey | undefined =>
  keys
    .filter(({ activeFrom }) => activeFrom <= now)
    .filter(({ retiresAt }) => retiresAt === undefined || retirement(now, lifetime) <= retiresAt)
    .toSorted((a, b) => b.activeFrom - a.activeFrom)[0];

/** The keys that a verifier may still need. */
export const publishedKeys = (keys: readonly SigningKey[], now: number): SigningKey[] =>
  keys.filter(({ retiresAt }) => retiresAt === undefined || now < retiresAt);
