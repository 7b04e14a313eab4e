import { advance } from "../../domain/attempt.ts";
import { isOurScene } from "../../domain/scene.ts";
import { fill } from "../../domain/texts.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import { type Source, textsOf } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import { save } from "../transition/apply.ts";
import type { SideEffects } from "../transition/effect.ts";

/** The prefix of the scene of a QR that a person followed by. */
const scenePrefix = "qrscene_";

/** The scene of the QR that a person followed by; undefined for a follow without a QR. */
export function sceneOfFollow({ eventKey = "" }: Push): string | undefined {
  const scene = sceneOf(eventKey);
  return eventKey.trim().startsWith(scenePrefix) || isOurScene(scene) ? scene : undefined;
}

/** The scene of a QR that a follower scanned. In a scan it has no prefix; only a follow adds one. */
export function sceneOf(eventKey: string): string {
  const key = eventKey.trim();
  return key.startsWith(scenePrefix) ? key.slice(scenePrefix.length) : key;
}

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

/** Declines attempts that wait for a confirm or redeem; otherwise they would still sign the person in. */
export async function declineOpen(stores: Stores, appid: string, openId: string, except?: string): Promise<string[]> {
  const open = (await stores.attempts.openOf(appid, openId)).filter(({ id }) => id !== except);
  for (const before of open)
    await save(stores, before, advance(before, { type: "decline", openId }, stores.now).attempt);
  return open.map(({ id }) => id);
}
