import { type JWK, SignJWT } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore, type SqliteStore } from "../../src/adapters/sqlite/store.ts";
import { Secret } from "../../src/base/secret.ts";
import { publishAhead, type SigningAlgorithm } from "../../src/domain/signing-key.ts";
import { createAccessTokens } from "../../src/login/sessions/access-token.ts";
import { createKeyRing } from "../../src/login/sessions/key-ring.ts";
import { createFakeClock, createSeededRandom, type FakeClock } from "../../src/testing/index.ts";

const minute = 60_000;
const lifetime = 10 * minute;
let clock: FakeClock;
let store: SqliteStore;

beforeEach(async () => {
  clock = createFakeClock();
  store = await openSqliteStore({ path: ":memory:", clock });
});

afterEach(() => store.close());

const ringOf = (algorithm: SigningAlgorithm, secret = "a service's own secret") =>
  createKeyRing({
    store,
    key: new Secret(secret),
    tokens: { algorithm, lifetime },
    random: createSeededRandom(`${algorithm} ${secret} ${clock.now()}`),
  });

const names = ({ keys }: { keys: JWK[] }) => keys.map(({ kid }) => kid);

const pass = (ms: number) => clock.set(clock.now() + ms);

test("the first key signs at once and is read again", async () => {
  const ring = ringOf("EdDSA");
  const { kid } = await ring.signer();
  expect((await ring.signer()).kid).toBe(kid);
  expect(names(await ring.published())).toEqual([kid]);
});

test("a key is published before anything is signed, and it is the one that signs", async () => {
  const published = names(await ringOf("EdDSA").published());
  expect(published).toHaveLength(1);
  expect([(await ringOf("EdDSA").signer()).kid]).toEqual(published);
});

test("after a change of the secret, or of the algorithm, what will sign is published before it does", async () => {
  await ringOf("EdDSA").signer();
  const published = names(await ringOf("EdDSA", "another secret").published());
  expect(published).toContain((await ringOf("EdDSA", "another secret").signer()).kid);
  const successors = names(await ringOf("ES256", "another secret").published());
  pass(publishAhead);
  expect(successors).toContain((await ringOf("ES256", "another secret").signer()).kid);
});

test("where nothing was signed yet, a rotation has something to succeed", async () => {
  const ring = ringOf("EdDSA");
  const successor = await ring.rotate();
  const { kid } = await ring.signer();
  expect(kid).not.toBe(successor);
  expect(names(await ring.published()).sort()).toEqual([kid, successor].sort());
  pass(publishAhead);
  expect((await ringOf("EdDSA").signer()).kid).toBe(successor);
});

test("many first callers at once get one key", async () => {
  const rings = Array.from({ length: 8 }, () => ringOf("EdDSA"));
  const published = await Promise.all(rings.map(async (ring) => names(await ring.published())));
  expect(new Set(published.flat()).size).toBe(1);
});

test("where the configured algorithm changes, back and forth, what signs is always published, and there is one successor", async () => {
  let previous = await ringOf("EdDSA").signer();
  for (const algorithm of ["ES256", "EdDSA", "ES256"] as const) {
    for (let calls = 0; calls < 5; calls++) expect((await ringOf(algorithm).signer()).kid).toBe(previous.kid);
    expect(names(await ringOf(algorithm).published())).toHaveLength(2);
    pass(publishAhead);
    const next = await ringOf(algorithm).signer();
    expect([next.algorithm, next.kid === previous.kid]).toEqual([algorithm, false]);
    expect(names(await ringOf(algorithm).published())).toContain(next.kid);
    pass(60 * minute);
    expect(names(await ringOf(algorithm).published())).toEqual([next.kid]);
    expect((await ringOf(algorithm).signer()).kid).toBe(next.kid);
    previous = next;
  }
});

test("a key signs nothing that would outlive its publication", async () => {
  const ring = ringOf("EdDSA");
  const old = await ring.signer();
  await ring.rotate();
  for (let passed = 0; passed < 20 * minute; passed += minute) {
    const { kid } = await ring.signer();
    pass(minute);
    const until = clock.now();
    clock.set(until + lifetime - minute);
    expect(names(await ringOf("EdDSA").published()), `${passed}`).toContain(kid);
    clock.set(until);
  }
  expect((await ring.signer()).kid).not.toBe(old.kid);
});

test("after a change of the service's secret a fresh key signs at once, and the old one stays published for its tokens", async () => {
  const old = await ringOf("EdDSA").signer();
  const ring = ringOf("EdDSA", "another secret");
  const { kid } = await ring.signer();
  expect(kid).not.toBe(old.kid);
  expect((await ringOf("EdDSA", "another secret").signer()).kid).toBe(kid);
  expect(names(await ring.published()).sort()).toEqual([old.kid, kid].sort());
  pass(lifetime + minute);
  expect(names(await ringOf("EdDSA", "another secret").published())).toEqual([kid]);
});

test("a private key is sealed to its own name: under another it signs nothing", async () => {
  await ringOf("EdDSA").signer();
  const [key] = await store.read.signingKeys();
  await store.transact(async ({ keys }) => {
    await keys.insert({ ...(key ?? raise()), kid: "swapped", activeFrom: clock.now() + 1 });
  });
  pass(1);
  expect((await ringOf("EdDSA").signer()).kid).toBe(key?.kid);
});

test("another kind of token signed with our own key, or another issuer's, is no access token", async () => {
  const keyRing = ringOf("EdDSA");
  const issuer = "https://login.saoma.test";
  const tokens = createAccessTokens({ keyRing, now: () => clock.now(), issuer, lifetime, applications: new Map() });
  const { kid, algorithm, privateKey } = await keyRing.signer();
  const sign = (typ: string, iss: string) =>
    new SignJWT({ sid: "a session" })
      .setProtectedHeader({ alg: algorithm, kid, typ })
      .setIssuer(iss)
      .setExpirationTime(Math.floor(clock.now() / 1000) + 60)
      .sign(privateKey);
  expect(await tokens.read(await sign("at+jwt", issuer))).toBe("a session");
  expect(await tokens.read(await sign("JWT", issuer))).toBeUndefined();
  expect(await tokens.read(await sign("at+jwt", "https://evil.test"))).toBeUndefined();
});

function raise(): never {
  throw new Error("there is no key");
}
