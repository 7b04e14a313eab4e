import { randomToken, sha256 } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";

/** The right of a key: read, or also make changes. */
/** `read` or, to change things too, `write`; `token`: the access tokens of the sources, and nothing else. */
export type AdminRight = "read" | "write" | "token";

/** A key of the operator's listener. The key itself is never stored. */
export interface AdminKey {
  /** Its name in the audit. */
  readonly label: string;
  readonly hash: string;
  readonly right: AdminRight;
  readonly createdAt: number;
  readonly endedAt?: number;
}

/** Makes a key recognizable in files, for example by secret scanners of repositories. */
const prefix = "saoma_admin_";

/** A new key, of 256 bits. */
export const newAdminKey = (random: Random): string => prefix + randomToken(random, 32);

/** The stored form of a key. A key is 256 random bits, so one plain hash is enough. */
export const hashAdminKey = (key: string): string => sha256("admin key", key);
