/** What access tokens are signed with. Times are milliseconds since the epoch. */
export interface SigningKey {
  /** The key's name in JWKS. */
  readonly kid: string;
  /** One algorithm a key. */
  readonly algorithm: SigningAlgorithm;
  /** A JWK (RFC 7517) as JSON. */
  readonly publicKey: string;
  /** The private JWK, encrypted with the service's secret. */
  readonly sealedPrivateKey: string;
  /** Published from its making on, used from here on, so that everybody has it before they need it. */
  readonly activeFrom: number;
  /** Published until here; absent until it has a successor. */
  readonly retiresAt?: number;
}

/** RS256 signs ID tokens: most clients know nothing else unless they are told. */
export type SigningAlgorithm = "EdDSA" | "ES256" | "RS256";

/**
 * A new key is published this long, in milliseconds, before it signs: as long as others may keep our JWKS (5 minutes),
 * and as an instance may take to notice what another one made.
 */
export const publishAhead = 6 * 60_000;

/** What a verifier's clock may be off, in milliseconds. */
export const clockLeeway = 60_000;

/** When a key stops being published whose successor signs from `activeFrom` on. `lifetime` is a token's, in milliseconds. */
export const retirement = (activeFrom: number, lifetime: number): number => activeFrom + lifetime + clockLeeway;

/** The key to sign with: the one that became active last, of those that outlive what they sign. */
export const signingKey = (keys: readonly SigningKey[], now: number, lifetime: number): SigningKey | undefined =>
  keys
    .filter(({ activeFrom }) => activeFrom <= now)
    .filter(({ retiresAt }) => retiresAt === undefined || retirement(now, lifetime) <= retiresAt)
    .toSorted((a, b) => b.activeFrom - a.activeFrom)[0];

/** The keys that a verifier may still need. */
export const publishedKeys = (keys: readonly SigningKey[], now: number): SigningKey[] =>
  keys.filter(({ retiresAt }) => retiresAt === undefined || now < retiresAt);
