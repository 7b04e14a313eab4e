import { fill } from "../domain/texts.ts";
import type { Stores } from "../ports/store.ts";
import type { Effect } from "./effect.ts";
import { type Source, textsOf } from "./setup.ts";

/** A follow that came without a QR of ours: the source's greeting. */
export function follow(source: Source, openId: string): Effect {
  const greeting = fill(textsOf(undefined, "zh-CN").greeting, { source: source.name });
  return {
    reply: source.replies.follow ?? { type: "text", text: greeting },
    events: [{ name: "followed", data: { appid: source.appid, openId } }],
  };
}

/** An unfollow. The identity stays, so that following again finds the account; nobody can be answered. */
export async function unfollow(source: Source, stores: Stores, openId: string): Promise<Effect> {
  const { appid } = source;
  const sessionsEnded =
    source.unfollow === "sign-out" ? await stores.sessions.endOfIdentity(appid, openId, "unfollowed", stores.now) : 0;
  return { events: [{ name: "unfollowed", data: { appid, openId, sessionsEnded } }] };
}
