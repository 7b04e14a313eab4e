import { type Account, generateName, type Identity } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import { erase } from "../accounts/admin.ts";
import type { LoginContext, Source } from "../context.ts";
import type { SideEffects } from "../transition/effect.ts";
import { signOutIdentity } from "../transition/undo.ts";

type ConsentHandler = (setup: LoginContext, stores: Stores, known: KnownPerson, push: Push) => Promise<SideEffects>;

interface KnownPerson {
  readonly identity: Identity;
  readonly account: Account;
}

/** What people decide in WeChat about what they let us know, by event. */
const consentHandlers: Readonly<Record<string, ConsentHandler>> = {
  user_info_modified: async (_setup, _stores, { identity: { appid, openId }, account: { id } }) => ({
    events: [{ name: "profile-changed", data: { appid, openId, accountId: id } }],
  }),
  user_authorization_revoke: handleRevoke,
  user_authorization_cancellation: handleCancellation,
};

/** Whether the person asked WeChat to have their data deleted. */
export const isCancellation = ({ type, event = "" }: Push): boolean =>
  type === "event" && event === "user_authorization_cancellation";

/**
 * Handles a change, withdrawal or cancellation of the person's consent in WeChat. Undefined if the push is something
 * else.
 */
export async function handleConsentEvent(
  setup: LoginContext,
  source: Source,
  stores: Stores,
  push: Push,
): Promise<SideEffects | undefined> {
  const { event = "", openId: sender, fields } = push;
  const deal = Object.hasOwn(consentHandlers, event) ? consentHandlers[event] : undefined;
  if (!deal) return undefined;
  // What a plugin may know is between the person and the plugin.
  if (!/^0?$/.test(fields.PluginID ?? "")) return { handled: true };
  const [openId, appid] = [fields.OpenID?.trim() || sender, fields.AppID?.trim() || source.appid];
  // The push is signed by this source's keys: it has no say over another one's people.
  const identity = appid === source.appid ? await stores.accounts.identity(appid, openId) : undefined;
  const account = identity && (await stores.accounts.get(identity.accountId));
  return account ? deal(setup, stores, { identity, account }, push) : { handled: true };
}

/** `RevokeInfo`: name and picture, of a 公众号's or 服务号's page and of a 网站应用; and the phone. */
const profileCodes: readonly string[] = ["205", "301"];
const phoneCode = "8";

/** The consent that something came by is gone, and so is that; who was signed in by their profile is signed out. */
async function handleRevoke(
  setup: LoginContext,
  stores: Stores,
  { identity, account }: KnownPerson,
  push: Push,
): Promise<SideEffects> {
  const { appid, openId } = identity;
  const [code, codes] = revokedCodes(push);
  const isProfile = codes.some((one) => profileCodes.includes(one));
  const isPhone = codes.includes(phoneCode);
  if (isProfile) await forgetProfile(setup, stores, { identity, account });
  if (isPhone) await forgetPhone(stores, { identity, account });
  const sessionsEnded = isProfile ? await stores.sessions.endOfIdentity(appid, openId, "revoked", stores.now) : 0;
  const data = { appid, openId, accountId: account.id, code, codes, sessionsEnded };
  return { events: [{ name: "authorization-revoked", data }], ...(isProfile || isPhone ? {} : { handled: true }) };
}

/** One code or several, as a text, a number or a list. */
function revokedCodes({ fields, tree }: Push): [code: string, codes: string[]] {
  const written = fields.RevokeInfo ?? JSON.stringify(tree?.RevokeInfo ?? "");
  const codes = written.match(/\d+/g) ?? [];
  return [fields.RevokeInfo ?? codes.join(","), codes];
}

/**
 * The person has given up their WeChat account. What came of it goes: the whole account, unless its person can be told
 * by another WeChat or by the operator's own phone number; then the identity alone, with what it told of name and picture.
 */
async function handleCancellation(setup: LoginContext, stores: Stores, known: KnownPerson): Promise<SideEffects> {
  const { appid, openId, accountId } = known.identity;
  const others = (await stores.accounts.identitiesOf(accountId)).length - 1;
  // A thief with a lost phone can delete its WeChat: the account stays for its own person.
  const isAlone = others === 0 && known.identity.lostAt === undefined;
  if (isAlone && known.account.phone === undefined) return (await erase(stores, accountId, "person")).effect;
  await forgetProfile(setup, stores, known);
  await stores.accounts.removeIdentity(accountId, appid, openId);
  return signOutIdentity(stores, { appid, openId, accountId }, "cancelled");
}

/** Takes back what this source's WeChat told; what another one told, and what the operator wrote, stays. */
async function forgetProfile(setup: LoginContext, { accounts }: Stores, { identity, account }: KnownPerson) {
  const told = await accounts.wechatDetailsOf(account.id);
  if (told?.toldBy !== identity.appid) return;
  const name = account.name === told.toldName ? generateName(setup.random, "zh-CN") : account.name;
  const avatar = account.avatar === told.toldAvatar ? undefined : account.avatar;
  await accounts.setProfile(account.id, { name, ...(avatar === undefined ? {} : { avatar }) });
}

async function forgetPhone({ accounts }: Stores, { identity, account }: KnownPerson): Promise<void> {
  const told = await accounts.wechatDetailsOf(account.id);
  if (told?.phoneToldBy === identity.appid && told.toldPhone === account.phone) await accounts.removePhone(account.id);
}
