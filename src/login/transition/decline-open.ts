import { advance } from "../../domain/advance.ts";
import type { Stores } from "../../ports/store.ts";
import { save } from "./apply.ts";

/** Declines attempts that wait for a confirm or redeem; otherwise they would still sign the person in. */
export async function declineOpen(stores: Stores, appid: string, openId: string, except?: string): Promise<string[]> {
  const open = (await stores.attempts.openOf(appid, openId)).filter(({ id }) => id !== except);
  for (const before of open)
    await save(stores, before, advance(before, { type: "decline", openId }, stores.now).attempt);
  return open.map(({ id }) => id);
}
