// The keys that sign access tokens: made, sealed, rotated and published.
import { createPrivateKey, type KeyObject } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { randomToken } from "../../base/bytes.ts";
import type { Random } from "../../base/random.ts";
import type { Secret } from "../../base/secret.ts";
import {
  publishAhead,
  publishedKeys,
  retirement,
  type SigningAlgorithm,
  type SigningKey,
  signingKey,
} from "../../domain/signing-key.ts";
import type { Store } from "../../ports/store.ts";
import type { By } from "../operator/end-sessions.ts";
import { openPrivateKey, sealPrivateKey } from "./sealed-key.ts";

export interface KeyRingDeps {
  readonly store: Store;
  readonly random: Random;
  /** Private keys are kept encrypted with it. */
  readonly key: Secret;
  readonly tokens: { readonly algorithm: SigningAlgorithm; readonly lifetime: number };
  /** The algorithms whose keys belong to this ring. Default: those of access tokens. */
  readonly algorithms?: readonly SigningAlgorithm[];
}

export interface Signer {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
}

/** The keys of one kind of tokens, kept in the database and shared by all instances. */
export interface KeyRing {
  /** The current signing key; creates the first one. */
  signer(): Promise<Signer>;
  /** The public keys that a verifier may need, as a JWK set (RFC 7517, section 5); never empty. */
  published(): Promise<{ keys: JWK[] }>;
  /** The private keys whose tokens may still be valid, as JWKs; the current signing key comes first. */
  privateKeys(): Promise<JWK[]>;
  /**
   * Creates a successor. It is published at once and signs from six minutes later; the old key stays published until
   * the last token that it signed has expired. `by` is kept in the audit. Returns the new key's id.
   */
  rotate(by?: By): Promise<string>;
}

/** Another process may rotate the keys: they are read again after this many milliseconds. */
const knownFor = 30_000;

export function createKeyRing(deps: KeyRingDeps): KeyRing {
  const { store, tokens, algorithms = ["EdDSA", "ES256"] } = deps;
  const ofRing = (all: readonly SigningKey[]) => all.filter(({ algorithm }) => algorithms.includes(algorithm));
  const opened = new Map<string, Promise<KeyObject | undefined>>();
  let known: { at: number; keys: readonly SigningKey[] } | undefined;

  async function keys(): Promise<readonly SigningKey[]> {
    const now = store.now();
    if (!known || now < known.at || now >= known.at + knownFor)
      known = { at: now, keys: ofRing(await store.read.signingKeys()) };
    return known.keys;
  }

  /** The private half; undefined for a key that was sealed with another secret. */
  function open(key: SigningKey): Promise<KeyObject | undefined> {
    const opening = opened.get(key.kid) ?? openKey(key);
    opened.set(key.kid, opening);
    return opening;
  }

  async function openKey(key: SigningKey): Promise<KeyObject | undefined> {
    const jwk = await openPrivateKey(deps.key, key);
    return jwk && createPrivateKey({ key: jwk, format: "jwk" });
  }

  /** The keys that can be opened with this secret. */
  async function readable(all: readonly SigningKey[]): Promise<readonly SigningKey[]> {
    const privateKeys = await Promise.all(all.map(open));
    return all.filter((_, index) => privateKeys[index] !== undefined);
  }

  /** The first key ever, or the first since the service's secret changed, signs at once: no other key could. */
  async function first(): Promise<SigningKey> {
    const fresh = await makeKey(deps);
    known = undefined;
    return store.transact(async ({ keys, now }) => {
      const all = ofRing(await keys.all());
      const there = signingKey(await readable(all), now, tokens.lifetime);
      if (there) return there;
      for (const { kid } of all) await keys.retire(kid, retirement(now, tokens.lifetime));
      const key = { ...fresh, activeFrom: now };
      await keys.insert(key);
      return key;
    });
  }

  /** Creates the next key, unless one of the keys meets `unless`. */
  async function succeed(unless: (key: SigningKey) => boolean, by?: By): Promise<string> {
    const fresh = await makeKey(deps);
    known = undefined;
    return store.transact(async ({ keys, audit, now }) => {
      const all = ofRing(await keys.all());
      const there = (await readable(all)).find(unless);
      if (there) return there.kid;
      const activeFrom = now + publishAhead;
      for (const { kid } of all) await keys.retire(kid, retirement(activeFrom, tokens.lifetime));
      await keys.insert({ ...fresh, activeFrom });
      if (by) await audit.append({ actor: by.actor, action: "keys.rotated", target: fresh.kid }, now);
      return fresh.kid;
    });
  }

  /** Whether this key has the configured algorithm and is not retiring. */
  const isWanted = (key: SigningKey) => key.algorithm === tokens.algorithm && key.retiresAt === undefined;

  /** The key to sign with now. Creates missing keys. */
  async function current(): Promise<SigningKey> {
    const all = await readable(await keys());
    const key = signingKey(all, store.now(), tokens.lifetime) ?? (await first());
    // The configured algorithm has changed: the current key stays in use until verifiers know its successor.
    if (!isWanted(key) && !all.some(isWanted)) await succeed(isWanted);
    return key;
  }

  return {
    async signer() {
      const key = await current();
      const privateKey = await open(key);
      if (!privateKey) throw new Error(`the signing key ${key.kid} cannot be opened with this secret`);
      return { kid: key.kid, algorithm: key.algorithm, privateKey };
    },
    async published() {
      // Create the key first: a verifier that cached an empty set would refuse the first token.
      await current();
      return { keys: publishedKeys(await keys(), store.now()).map(publicJwk) };
    },
    async rotate(by) {
      // Without a current key there would be none until the successor signs.
      await current();
      return succeed(() => false, by);
    },
    async privateKeys() {
      const first = await current();
      const all = publishedKeys(await keys(), store.now()).filter(({ kid }) => kid !== first.kid);
      const opened = await Promise.all(
        [first, ...all].map(async (one) => ({ one, jwk: await openPrivateKey(deps.key, one) })),
      );
      return opened.flatMap(({ one, jwk }) => (jwk ? [{ ...jwk, kid: one.kid, alg: one.algorithm, use: "sig" }] : []));
    },
  };
}

const publicJwk = ({ kid, algorithm, publicKey }: SigningKey): JWK => ({
  ...(JSON.parse(publicKey) as JWK),
  kid,
  alg: algorithm,
  use: "sig",
});

async function makeKey({ random, key, tokens }: KeyRingDeps): Promise<Omit<SigningKey, "activeFrom">> {
  const pair = await generateKeyPair(tokens.algorithm, { extractable: true });
  const kid = randomToken(random, 9);
  return {
    kid,
    algorithm: tokens.algorithm,
    publicKey: JSON.stringify(await exportJWK(pair.publicKey)),
    sealedPrivateKey: await sealPrivateKey(key, kid, await exportJWK(pair.privateKey)),
  };
}
