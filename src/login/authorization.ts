import { type Account, generateName, type Identity } from "../domain/account.ts";
import type { Stores } from "../ports/store.ts";
import type { Push } from "../wechat/index.ts";
import type { Effect } from "./effect.ts";
import { erase } from "./people.ts";
import type { Setup, Source } from "./setup.ts";
import { signOutIdentity } from "./undo.ts";

type Deal = (setup: Setup, stores: Stores, identity: Identity, account: Account) => Promise<Effect>;

/** What people decide in WeChat about what they let us know, by event. */
const deals: Readonly<Record<string, Deal>> = {
  user_info_modified: async (_setup, _stores, { appid, openId }, { id }) => ({
    events: [{ name: "profile-changed", data: { appid, openId, accountId: id } }],
  }),
  user_authorization_revoke: revoke,
  user_authorization_cancellation: cancelPerson,
};

/** Whether nobody can say this too often: what it does must not be lost, and it is not answered. */
export const isDecision = ({ type, event = "" }: Push): boolean =>
  type === "event" && (event === "unsubscribe" || Object.hasOwn(deals, event));

/** Somebody changed, withdrew or cancelled in WeChat what we may know of them. Undefined where the push is no such. */
export async function authorization(
  setup: Setup,
  source: Source,
  stores: Stores,
  { event = "", openId: sender, fields }: Push,
): Promise<Effect | undefined> {
  const deal = Object.hasOwn(deals, event) ? deals[event] : undefined;
  if (!deal) return undefined;
  const { OpenID: openId = sender, AppID: appid = source.appid } = fields;
  // The push is signed by this source's keys: it has no say over another one's people.
  const identity = appid === source.appid ? await stores.accounts.identity(appid, openId) : undefined;
  const account = identity && (await stores.accounts.get(identity.accountId));
  return account ? deal(setup, stores, identity, account) : {};
}

/** The consent that name and picture came by is gone, and so are they; and who was signed in by it is signed out. */
async function revoke(setup: Setup, stores: Stores, { appid, openId }: Identity, account: Account): Promise<Effect> {
  await forgetProfile(setup, stores, account);
  const sessionsEnded = await stores.sessions.endOfIdentity(appid, openId, "revoked", stores.now);
  const data = { appid, openId, accountId: account.id, sessionsEnded };
  return { events: [{ name: "authorization-revoked", data }] };
}

/**
 * The person has given up their WeChat account. What came of it goes: the whole account, unless its person can be told
 * by another WeChat or by the operator's own phone number; then the identity alone, with name and picture.
 */
async function cancelPerson(setup: Setup, stores: Stores, identity: Identity, account: Account): Promise<Effect> {
  const { appid, openId, accountId } = identity;
  const others = (await stores.accounts.identitiesOf(accountId)).length - 1;
  if (others === 0 && account.phone === undefined) return (await erase(stores, accountId, "person")).effect;
  await forgetProfile(setup, stores, account);
  await stores.accounts.removeIdentity(accountId, appid, openId);
  return signOutIdentity(stores, { appid, openId, accountId }, "cancelled");
}

const forgetProfile = (setup: Setup, stores: Stores, { id }: Account): Promise<boolean> =>
  stores.accounts.setProfile(id, { name: generateName(setup.random, "zh-CN") });
