import { createHash, X509Certificate } from "node:crypto";

/** Java's default password of a trust store. Certificates are not secret. */
export const javaPassword = "changeit";

const [magic, version, trusted] = [0xfeedfeed, 2, 2] as const;

/**
 * Writes certificates as a JKS file, because Java reads no PEM. The file ends with a digest keyed with {@link
 * javaPassword}.
 *
 * @param certificates One PEM certificate in each text.
 * @param now The creation time of the entries, in milliseconds since the epoch.
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

/** A short ASCII text, preceded by its length. */
function utf(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}
