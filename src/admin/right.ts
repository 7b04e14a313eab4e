import { equalInConstantTime, sha256 } from "../base/bytes.ts";
import { SaomaError } from "../domain/errors.ts";
import type { AdminContext, AdminDeps } from "./context.ts";

/** What a key may do: look, or change things, which is more. */
export type Right = "read" | "write";

/** Who shows a key, as the audit names them. */
export interface Administrator {
  readonly name: string;
  readonly right: Right;
}

/** The key of `SAOMA_ADMIN_KEY` in the audit. */
const firstKey: Administrator = { name: "SAOMA_ADMIN_KEY", right: "write" };

/** Who asks, where they may; fails with `key_needed` or `key_may_not`. */
export async function requireRight(c: AdminContext, deps: AdminDeps, right: Right): Promise<Administrator> {
  const key = /^Bearer ([\w.~+/-]{1,256}=*)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const known = key === undefined ? undefined : await administratorOf(deps, key);
  if (!known) {
    c.header("WWW-Authenticate", "Bearer");
    throw new SaomaError("key_needed");
  }
  if (right === "write" && known.right !== "write") throw new SaomaError("key_may_not");
  return known;
}

async function administratorOf({ key }: AdminDeps, given: string): Promise<Administrator | undefined> {
  // Hashed first: how long the right one is, the time would tell.
  if (key && equalInConstantTime(sha256(given), sha256(key.reveal()))) return firstKey;
  return undefined;
}
