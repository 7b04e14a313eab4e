import { type Identity, identityId } from "../../domain/account.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { fill, type Texts } from "../../domain/texts.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { dayOf } from "./prompt.ts";

/**
 * Describes the WeChat that is to be removed or restored, for the prompt: a yes approves only this one. Empty for other
 * attempts.
 */
export async function describeTarget(
  setup: LoginContext,
  stores: Stores,
  texts: Texts,
  attempt: Attempt,
): Promise<string> {
  const { approves } = attempt;
  if (approves !== "remove" && approves !== "restore") return "";
  const identity = await targetOf(setup, stores, attempt);
  if (!identity) return texts.wechatUnknown;
  return identity.linkedAt === undefined
    ? texts.wechatFirst
    : fill(texts.wechatAdded, { day: dayOf(identity.linkedAt) });
}

async function targetOf(
  { key, store }: LoginContext,
  stores: Stores,
  { approves, approvesTarget, sessionId = "" }: Attempt,
): Promise<Identity | undefined> {
  const session = await stores.sessions.get(sessionId);
  if (!session) return undefined;
  const all: readonly Identity[] =
    approves === "remove"
      ? await stores.accounts.identitiesOf(session.accountId)
      : await store.read.removedIdentitiesOf(session.accountId);
  return all.find((one) => identityId(key, one) === approvesTarget);
}
