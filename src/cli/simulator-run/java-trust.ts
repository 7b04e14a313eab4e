import { createHash, X509Certificate } from "node:crypto";

/** What every Java takes for the password of a file of certificates, which are no secret. */
export const javaPassword = "changeit";

const [magic, version, trusted] = [0xfeedfeed, 2, 2] as const;

/**
 * Certificates as Java trusts them, which reads no PEM: a JKS file, whose digest under {@link javaPassword} says that it
 * is whole.
 *
 * @param certificates PEM, one in each.
 * @param now When they are said to have been put in, in milliseconds since the epoch.
 */
export function javaTrustStore(certificates: readonly string[], now: number): Buffer {
  const entries = certificates.map((pem, at) => entry(`ca-${at}`, new X509Certificate(pem).raw, now));
  const store = Buffer.concat([int(magic), int(version), int(certificates.length), ...entries]);
  const salt = Buffer.concat([Buffer.from(javaPassword, "utf16le").swap16(), Buffer.from("Mighty Aphrodite")]);
  return Buffer.concat([store, createHash("sha1").update(salt).update(store).digest()]);
}

function entry(alias: string, certificate: Buffer, now: number): Buffer {
  const date = Buffer.alloc(8);
  date.writeBigInt64BE(BigInt(now));
  return Buffer.concat([int(trusted), utf(alias), date, utf("X.509"), int(certificate.length), certificate]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A short ASCII text, its length before it. */
function utf(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}
