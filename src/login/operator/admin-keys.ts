import { type AdminKey, type AdminRight, hashAdminKey, newAdminKey } from "../../domain/admin-key.ts";
import type { LoginContext } from "../context.ts";
import type { By } from "./end-sessions.ts";

/** Creates a key, which is shown only once. Returns undefined if the label has been used before. */
export async function addAdminKey(
  { store, random }: LoginContext,
  label: string,
  right: AdminRight,
  { actor }: By,
): Promise<string | undefined> {
  const key = newAdminKey(random);
  const isAdded = await store.transact(async ({ adminKeys, audit, now }) => {
    if (!(await adminKeys.insert({ label, hash: hashAdminKey(key), right, createdAt: now }))) return false;
    await audit.append({ actor, action: "admin-key.added", target: label, after: { right } }, now);
    return true;
  });
  return isAdded ? key : undefined;
}

/** Revokes a key at once. Returns false if there is no live key of this label. */
export function endAdminKey({ store }: LoginContext, label: string, { actor }: By): Promise<boolean> {
  return store.transact(async ({ adminKeys, audit, now }) => {
    if (!(await adminKeys.end(label, now))) return false;
    await audit.append(
      { actor, action: "admin-key.ended", target: label, before: { live: true }, after: { live: false } },
      now,
    );
    return true;
  });
}

/** The live key that matches a presented one; undefined if there is none. */
export async function findAdminKey({ store }: LoginContext, key: string): Promise<AdminKey | undefined> {
  const found = await store.read.adminKeyByHash(hashAdminKey(key));
  return found?.endedAt === undefined ? found : undefined;
}
