import { randomToken, sha256 } from "../base/bytes.ts";
import type { Random } from "../base/random.ts";

/** What a key may do: look, or change things too. */
export type AdminRight = "read" | "write";

/** A key of the operator's listener. The key itself is never stored. */
export interface AdminKey {
  /** Names it in the audit. */
  readonly label: string;
  readonly hash: string;
  readonly right: AdminRight;
  readonly createdAt: number;
  readonly endedAt?: number;
}

/** Tells what a key is where it turns up: in a file, or in a repository that is looked through for secrets. */
const prefix = "saoma_admin_";

/** A new key, of 256 bits. */
export const newAdminKey = (random: Random): string => prefix + randomToken(random, 32);

/** What is kept of a key. It is random throughout, so one plain hash is enough. */
export const hashAdminKey = (key: string): string => sha256("admin key", key);
