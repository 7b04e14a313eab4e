import { advance } from "../../domain/attempt.ts";
import { fill } from "../../domain/texts.ts";
import type { Stores } from "../../ports/store.ts";
import { type Source, textsOf } from "../context.ts";
import { save } from "../transition/apply.ts";
import type { SideEffects } from "../transition/effect.ts";

/** A follow that came without a QR of ours: the source's greeting. */
export function handleFollow(source: Source, openId: string): SideEffects {
  const greeting = fill(textsOf(undefined, "zh-CN").greeting, { source: source.name });
  return {
    reply: source.replies.follow ?? { type: "text", text: greeting },
    events: [{ name: "followed", data: { appid: source.appid, openId } }],
  };
}

/** An unfollow. The identity stays, so that following again finds the account; nobody can be answered. */
export async function handleUnfollow(source: Source, stores: Stores, openId: string): Promise<SideEffects> {
  const { appid } = source;
  if (source.unfollow === "keep") return { events: [unfollowed(appid, openId, 0)] };
  const hints = await declineOpen(stores, appid, openId);
  const ended = await stores.sessions.endOfIdentity(appid, openId, "unfollowed", stores.now);
  return { hints, events: [unfollowed(appid, openId, ended)] };
}

const unfollowed = (appid: string, openId: string, sessionsEnded: number) =>
  ({ name: "unfollowed", data: { appid, openId, sessionsEnded } }) as const;

/** What waits for its confirm or its redeem is over, too, or it would sign in after all. */
export async function declineOpen(stores: Stores, appid: string, openId: string): Promise<string[]> {
  const open = await stores.attempts.openOf(appid, openId);
  for (const before of open)
    await save(stores, before, advance(before, { type: "decline", openId }, stores.now).attempt);
  return open.map(({ id }) => id);
}
