import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import type { AttemptEvent } from "../../domain/attempt-event.ts";
import type { Stores } from "../../ports/store.ts";
import { save } from "./apply.ts";

interface DeclineOptions {
  /** The id of an attempt that goes on. */
  readonly except?: string | undefined;
  /** Default: the person declined. */
  readonly reason?: "wechat_lost";
  /** The account that has just been given this WeChat: what would add it to another one ends as a conflict. */
  readonly addedTo?: string;
}

/** Declines attempts that wait for a confirm or redeem; otherwise they would still sign the person in. */
export async function declineOpen(
  stores: Stores,
  appid: string,
  openId: string,
  options: DeclineOptions = {},
): Promise<string[]> {
  const open = (await stores.attempts.openOf(appid, openId)).filter(({ id }) => id !== options.except);
  for (const before of open) {
    await save(stores, before, advance(before, eventFor(before, openId, options), stores.now).attempt);
  }
  return open.map(({ id }) => id);
}

function eventFor(attempt: Attempt, openId: string, { reason, addedTo }: DeclineOptions): AttemptEvent {
  if (reason) return { type: "conflict", openId, reason };
  return { type: isLate(attempt, addedTo) ? "conflict" : "decline", openId };
}

/** Whether it would add its WeChat to another account than the one that has it now. */
const isLate = ({ purpose, invitation, accountId }: Attempt, addedTo: string | undefined): boolean =>
  addedTo !== undefined &&
  (purpose === "link" || invitation !== undefined) &&
  accountId !== undefined &&
  accountId !== addedTo;
