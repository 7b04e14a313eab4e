import { isKeptFrom, sendingFor } from "../../domain/notice.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import type { LoginContext } from "../context.ts";
import type { SideEffects } from "../transition/effect.ts";
import { noticeText } from "./notice-text.ts";

/** The events whose reply WeChat shows. */
const answeredEvents: ReadonlySet<string> = new Set(["subscribe", "SCAN", "CLICK"]);

/** Whether WeChat shows the reply of this push to the person. */
export const isAnswered = ({ type, event = "" }: Push): boolean => type !== "event" || answeredEvents.has(event);

/** The maximum length of a reply, in bytes of UTF-8. */
const longest = 2048;

/** The most notices in one reply, and the most that are read for it: some are kept from a lost WeChat. */
const most = 5;
const mostRead = 50;

/**
 * Adds pending notices to the reply of a push, as many as fit; the rest waits for the next reply. A reply that is not a
 * text stays unchanged. Runs in the transaction that stores the reply.
 */
export async function tellInReply(
  setup: LoginContext,
  stores: Stores,
  { appid }: { readonly appid: string },
  push: Push,
  effect: SideEffects,
): Promise<SideEffects> {
  const { reply } = effect;
  if (!isAnswered(push) || (reply !== undefined && reply.type !== "text")) return effect;
  const { openId } = push;
  const untold = await stores.notices.untold(appid, openId, stores.now - sendingFor, mostRead);
  if (untold.length === 0) return effect;
  const identity = await stores.accounts.identity(appid, openId);
  const heard = untold.filter(({ kind }) => identity === undefined || !isKeptFrom(kind, identity));
  let text = reply?.text ?? "";
  for (const notice of heard.slice(0, most)) {
    const longer = [text, noticeText(setup, notice)].filter((part) => part !== "").join("\n\n");
    if (Buffer.byteLength(longer) > longest) break;
    text = longer;
    await stores.notices.told({ appid, openId, noticeId: notice.id });
  }
  return text === "" || text === reply?.text ? effect : { ...effect, reply: { type: "text", text } };
}
