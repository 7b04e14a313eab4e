import { randomToken } from "../../base/bytes.ts";
import { hears, type Notice, phoneDelivery } from "../../domain/notice.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import type { LoginEvent } from "../events.ts";
import type { SideEffects } from "../transition/effect.ts";

/** A notice without the id and time that it gets when it is stored. */
export type NewNotice = Omit<Notice, "id" | "at">;

/**
 * Stores a notice for an account's pages, for each of its chats, a removed identity's too, and for its phone where the
 * operator has a template for that. Publish the returned effects after the commit.
 */
export async function notify(
  { random, sources, sms }: Pick<LoginContext, "random" | "sources" | "sms">,
  stores: Stores,
  what: NewNotice,
): Promise<Pick<SideEffects, "events" | "notices">> {
  const { about, by, ...rest } = what;
  const people = { ...(about ? { about: whoIs(about) } : {}), ...(by ? { by: whoIs(by) } : {}) };
  const notice: Notice = { ...rest, ...people, id: randomToken(random, 16), at: stores.now };
  const identities = await stores.accounts.identitiesOf(what.accountId);
  const hearing = identities.filter((one) => hears(one, notice));
  // The person who left is not notified.
  const removed = what.kind === "identity_removed" && what.about && by ? [what.about] : [];
  const chats = [...hearing, ...removed].filter(({ appid }) => hasChat(sources, appid));
  const phones = sms?.noticeTemplate === undefined ? [] : [phoneDelivery];
  await stores.notices.insert(notice, [...chats, ...phones]);
  return { events: [noticeEvent(notice)], notices: [notice] };
}

/** Keeps only the two ids of an identity. */
const whoIs = ({ appid, openId }: NonNullable<Notice["about"]>) => ({ appid, openId });

/** Whether people can chat with this source and get replies. */
function hasChat(sources: LoginContext["sources"], appid: string): boolean {
  const kind = sources.get(appid)?.kind;
  return kind === "service" || kind === "subscription" || kind === "test";
}

const noticeEvent = ({ about, sessionId: _, ...rest }: Notice): LoginEvent => ({
  name: "notice",
  data: { ...rest, ...(about ? { identity: about } : {}) },
});
