// Handles follows and unfollows.
import { fill } from "../../domain/texts.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import type { Source } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { declineOpen } from "../transition/decline-open.ts";
import type { SideEffects } from "../transition/effect.ts";
import { textsOf } from "../transition/prompt-texts.ts";
import { sceneOfFollow } from "../transition/scan.ts";

/** A follow by a QR of a sign-in. The scan adds further effects. */
export const followed = ({ appid }: Source, { openId }: Push): LoginEvent => ({
  name: "followed",
  data: { appid, openId },
});

/** A follow without a QR of a sign-in: the source's greeting, unless the application's handler replies. */
export function handleFollow(source: Source, push: Push): SideEffects {
  const { appid, name, replies } = source;
  const { openId, eventKey: key, ticket } = push;
  const greeting = fill(textsOf(undefined, "zh-CN").greeting, { source: name });
  const scene = sceneOfFollow(push);
  const by = { ...(key ? { key } : {}), ...(scene ? { scene } : {}), ...(ticket ? { ticket } : {}) };
  return {
    reply: replies.follow ?? { type: "text", text: greeting },
    events: [{ name: "followed", data: { appid, openId, ...by } }],
    handled: true,
  };
}

/** Handles an unfollow. The identity stays, so that a later follow finds the account; no reply is possible. */
export async function handleUnfollow(stores: Stores, source: Source, openId: string): Promise<SideEffects> {
  const { appid } = source;
  if (source.unfollow === "keep") return { events: [unfollowed(appid, openId, 0)], handled: true };
  const hints = await declineOpen(stores, appid, openId);
  const ended = await stores.sessions.endOfIdentity(appid, openId, "unfollowed", stores.now);
  return { hints, events: [unfollowed(appid, openId, ended)], handled: true };
}

const unfollowed = (appid: string, openId: string, sessionsEnded: number) =>
  ({ name: "unfollowed", data: { appid, openId, sessionsEnded } }) as const;
