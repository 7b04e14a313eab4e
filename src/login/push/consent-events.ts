import { type Account, generateName, type Identity } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import { erase } from "../accounts/admin.ts";
import type { LoginContext, Source } from "../context.ts";
import type { SideEffects } from "../transition/effect.ts";
import { signOutIdentity } from "../transition/undo.ts";

type ConsentHandler = (
  setup: LoginContext,
  stores: Stores,
  identity: Identity,
  account: Account,
) => Promise<SideEffects>;

/** What people decide in WeChat about what they let us know, by event. */
const consentHandlers: Readonly<Record<string, ConsentHandler>> = {
  user_info_modified: async (_setup, _stores, { appid, openId }, { id }) => ({
    events: [{ name: "profile-changed", data: { appid, openId, accountId: id } }],
  }),
  user_authorization_revoke: handleRevoke,
  user_authorization_cancellation: handleCancellation,
};

/** Somebody changed, withdrew or cancelled in WeChat what we may know of them. Undefined where the push is no such. */
export async function handleConsentEvent(
  setup: LoginContext,
  source: Source,
  stores: Stores,
  { event = "", openId: sender, fields }: Push,
): Promise<SideEffects | undefined> {
  const deal = Object.hasOwn(consentHandlers, event) ? consentHandlers[event] : undefined;
  if (!deal) return undefined;
  const { OpenID: openId = sender, AppID: appid = source.appid } = fields;
  // The push is signed by this source's keys: it has no say over another one's people.
  const identity = appid === source.appid ? await stores.accounts.identity(appid, openId) : undefined;
  const account = identity && (await stores.accounts.get(identity.accountId));
  return account ? deal(setup, stores, identity, account) : {};
}

/** The consent that name and picture came by is gone, and so are they; and who was signed in by it is signed out. */
async function handleRevoke(
  setup: LoginContext,
  stores: Stores,
  { appid, openId }: Identity,
  account: Account,
): Promise<SideEffects> {
  await forgetProfile(setup, stores, account);
  const sessionsEnded = await stores.sessions.endOfIdentity(appid, openId, "revoked", stores.now);
  const data = { appid, openId, accountId: account.id, sessionsEnded };
  return { events: [{ name: "authorization-revoked", data }] };
}

/**
 * The person has given up their WeChat account. What came of it goes: the whole account, unless its person can be told
 * by another WeChat or by the operator's own phone number; then the identity alone, with name and picture.
 */
async function handleCancellation(
  setup: LoginContext,
  stores: Stores,
  identity: Identity,
  account: Account,
): Promise<SideEffects> {
  const { appid, openId, accountId } = identity;
  const others = (await stores.accounts.identitiesOf(accountId)).length - 1;
  if (others === 0 && account.phone === undefined) return (await erase(stores, accountId, "person")).effect;
  await forgetProfile(setup, stores, account);
  await stores.accounts.removeIdentity(accountId, appid, openId);
  return signOutIdentity(stores, { appid, openId, accountId }, "cancelled");
}

const forgetProfile = (setup: LoginContext, stores: Stores, { id }: Account): Promise<boolean> =>
  stores.accounts.setProfile(id, { name: generateName(setup.random, "zh-CN") });
