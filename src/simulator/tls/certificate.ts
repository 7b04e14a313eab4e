import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Random } from "../../base/random.ts";
import { bits, integer, objectId, octets, plain, sequence, set, tagged, time, utf8, yes } from "./der.ts";

/** A server certificate and the authority that callers have to trust for it; all as PEM. */
export interface MadeCertificate {
  /** The certificate of the authority. */
  readonly authority: string;
  /** The certificate of the server. */
  readonly cert: string;
  /** The private key of the server. */
  readonly key: string;
}

/** The options of {@link makeCertificate}. */
export interface CertificateRequest {
  /** The host names and IP addresses it is for. */
  readonly hosts: readonly string[];
  /**
   * The current time in milliseconds since the epoch. The certificate is valid from the day before, for a month.
   */
  readonly now: number;
  /** The source of random bytes. */
  readonly random: Random;
}

const day = 86_400_000;

/**
 * Makes an authority, and a server certificate signed by it (RFC 5280). The authority's private key is discarded: it
 * signs nothing else.
 *
 * @example
 * import { makeCertificate } from "saoma/simulator";
 * import { systemRandom } from "saoma/wechat";
 *
 * const { authority, cert, key } = makeCertificate({ hosts: ["localhost"], now: Date.now(), random: systemRandom });
 */
export function makeCertificate({ hosts, now, random }: CertificateRequest): MadeCertificate {
  const authority = keyPair();
  const server = keyPair();
  const validity = sequence(time(now - day), time(now + 30 * day));
  const issuer = nameOf("Saoma simulator, made for one run");
  const made = (subject: Buffer, of: KeyPair, extensions: readonly Buffer[]): string => {
    const serial = integer(Buffer.concat([Buffer.from([1]), random.bytes(15)]));
    const version3 = tagged(0, integer(Buffer.from([2])));
    const more = tagged(3, sequence(...extensions));
    return signed(
      sequence(version3, serial, ecdsaWithSha256, issuer, validity, subject, of.publicInfo, more),
      authority.privateKey,
    );
  };
  return {
    authority: made(issuer, authority, authorityExtensions(authority)),
    cert: made(nameOf(hosts[0] ?? ""), server, serverExtensions(hosts, authority)),
    key: String(server.privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

interface KeyPair {
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo. */
  readonly publicInfo: Buffer;
  readonly id: Buffer;
}

function keyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const publicInfo = publicKey.export({ type: "spki", format: "der" });
  return { privateKey, publicInfo, id: createHash("sha1").update(publicInfo).digest() };
}

const ecdsaWithSha256 = sequence(objectId("2a8648ce3d040302"));
const nameOf = (commonName: string): Buffer => sequence(set(sequence(objectId("550403"), utf8(commonName))));

const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(objectId(id), ...(isCritical ? [yes] : []), octets(value));

const ids = {
  subjectKey: "551d0e",
  keyUsage: "551d0f",
  alternativeName: "551d11",
  basicConstraints: "551d13",
  authorityKey: "551d23",
  extendedKeyUsage: "551d25",
};
const serverAuth = "2b06010505070301";

/**
 * The extensions that strict verifiers (Python 3.13) require of an authority: critical key usage, and a key identifier.
 */
const authorityExtensions = ({ id }: KeyPair): Buffer[] => [
  extension(ids.basicConstraints, sequence(yes), true),
  extension(ids.keyUsage, bits(Buffer.from([0b0000_0110]), 1), true),
  extension(ids.subjectKey, octets(id)),
];

const serverExtensions = (hosts: readonly string[], authority: KeyPair): Buffer[] => [
  extension(ids.alternativeName, sequence(...hosts.map((host) => plain(2, Buffer.from(host))))),
  extension(ids.keyUsage, bits(Buffer.from([0b1000_0000]), 7), true),
  extension(ids.extendedKeyUsage, sequence(objectId(serverAuth))),
  extension(ids.authorityKey, sequence(plain(0, authority.id))),
];

function signed(content: Buffer, key: KeyObject): string {
  const whole = sequence(content, ecdsaWithSha256, bits(sign("sha256", content, key)));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
