import type { Identity } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginEvent } from "../events.ts";
import { declineOpen } from "./decline-open.ts";
import type { SideEffects } from "./effect.ts";

/**
 * Ends the sessions, announced changes and open attempts of a removed identity. It is not stored which browsers it
 * signed in, so all of the account's browsers are asked again, nor which WeChat entered the operator's console, so the
 * account leaves it. `except` is the attempt by which its person continues.
 */
export async function signOutIdentity(
  stores: Stores,
  person: Pick<Identity, "appid" | "openId" | "accountId">,
  by: Extract<LoginEvent, { name: "unlinked" }>["data"]["by"],
  except?: string,
): Promise<SideEffects> {
  const { appid, openId } = person;
  const hints = await declineOpen(stores, appid, openId, { except });
  await voidChangesOf(stores, person);
  await stores.browsers.forgetAll(person.accountId);
  await stores.consoleSessions.endOf(person.accountId);
  const sessionsEnded = await stores.sessions.endOfIdentity(appid, openId, "unlinked", stores.now);
  return { hints, events: [{ name: "unlinked", data: { ...person, by, sessionsEnded } }] };
}

/** Ends the open changes that this identity announced, and those about it. */
async function voidChangesOf(
  { accountChanges, notices, now }: Stores,
  gone: Pick<Identity, "appid" | "openId" | "accountId">,
): Promise<void> {
  for (const change of await accountChanges.of(gone.accountId)) {
    const isIts = [change.by, change.about].some((one) => one?.appid === gone.appid && one.openId === gone.openId);
    if (isIts && (await accountChanges.end(change.id, "void", now)))
      await notices.forgetChange(gone.accountId, change.id);
  }
}
