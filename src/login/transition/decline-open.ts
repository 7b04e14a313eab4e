import { advance } from "../../domain/advance.ts";
import type { Stores } from "../../ports/store.ts";
import { save } from "./apply.ts";

interface DeclineOptions {
  /** The id of an attempt that goes on. */
  readonly except?: string | undefined;
  /** Default: the person declined. */
  readonly reason?: "wechat_lost";
}

/** Declines attempts that wait for a confirm or redeem; otherwise they would still sign the person in. */
export async function declineOpen(
  stores: Stores,
  appid: string,
  openId: string,
  { except, reason }: DeclineOptions = {},
): Promise<string[]> {
  const event = reason ? ({ type: "conflict", openId, reason } as const) : ({ type: "decline", openId } as const);
  const open = (await stores.attempts.openOf(appid, openId)).filter(({ id }) => id !== except);
  for (const before of open) await save(stores, before, advance(before, event, stores.now).attempt);
  return open.map(({ id }) => id);
}
