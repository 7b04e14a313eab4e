import { createDecipheriv, createHash, hkdfSync } from "node:crypto";
import { CompactEncrypt, compactDecrypt, type JWK } from "jose";
import type { Secret } from "../../base/secret.ts";
import type { SigningKey } from "../../domain/signing-key.ts";

type SealedKey = Pick<SigningKey, "kid" | "sealedPrivateKey">;

/**
 * A private key as it is stored: a JWE (RFC 7516) of the JWK, `dir` with `A256GCM`, under a key that HKDF derives from
 * the service's secret. The header contains the key's id, so that the ciphertext of one key cannot replace another's. A
 * stolen database alone cannot sign.
 */
export function sealPrivateKey(secret: Secret, kid: string, jwk: JWK): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(jwk)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid })
    .encrypt(sealingKey(secret));
}

/** Decrypts the private key; undefined if it was sealed with another secret or for another id. */
export async function openPrivateKey(secret: Secret, key: SealedKey): Promise<JWK | undefined> {
  try {
    const text = key.sealedPrivateKey.includes(".") ? await openJwe(secret, key) : openBare(secret, key);
    return text === undefined ? undefined : (JSON.parse(text) as JWK);
  } catch {
    return undefined;
  }
}

const algorithms = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };

async function openJwe(secret: Secret, { kid, sealedPrivateKey }: SealedKey): Promise<string | undefined> {
  const { plaintext, protectedHeader } = await compactDecrypt(sealedPrivateKey, sealingKey(secret), algorithms);
  return protectedHeader.kid === kid ? new TextDecoder().decode(plaintext) : undefined;
}

const sealingKey = (secret: Secret): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret.reveal(), "", "saoma signing keys", 32));

/** The format before 0.1.0: 12 bytes of IV, 16 of tag, then AES-256-GCM with the key's id as additional data. */
function openBare(secret: Secret, { kid, sealedPrivateKey }: SealedKey): string {
  const bytes = Buffer.from(sealedPrivateKey, "base64url");
  const key = createHash("sha256").update(`signing-keys\0${secret.reveal()}`).digest();
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(Buffer.from(kid));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
}
