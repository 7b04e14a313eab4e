// Handles WeChat's events about a person's consent, such as a deletion request.
import { type Account, generateName, type Identity } from "../../domain/account.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import { erase } from "../accounts/admin.ts";
import type { LoginContext, Source } from "../context.ts";
import type { SideEffects } from "../transition/effect.ts";
import { signOutIdentity } from "../transition/sign-out-identity.ts";

type ConsentHandler = (setup: LoginContext, stores: Stores, known: KnownPerson, push: Push) => Promise<SideEffects>;

interface KnownPerson {
  readonly identity: Identity;
  readonly account: Account;
}

/** Handlers for changes of a person's consent in WeChat, by event. */
const consentHandlers: Readonly<Record<string, ConsentHandler>> = {
  user_info_modified: async (_setup, _stores, { identity: { appid, openId }, account: { id } }) => ({
    events: [{ name: "profile-changed", data: { appid, openId, accountId: id } }],
  }),
  user_authorization_revoke: handleRevoke,
  user_authorization_cancellation: handleCancellation,
};

/** Whether the push says that a person changed, withdrew or cancelled their consent in WeChat. */
export const isConsentEvent = ({ type, event = "" }: Push): boolean =>
  type === "event" && Object.hasOwn(consentHandlers, event);

/**
 * Handles a change, withdrawal or cancellation of the person's consent in WeChat. Undefined if the push is something
 * else.
 */
export async function handleConsentEvent(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
): Promise<SideEffects | undefined> {
  const { event = "", openId: sender, fields } = push;
  const deal = Object.hasOwn(consentHandlers, event) ? consentHandlers[event] : undefined;
  if (!deal) return undefined;
  // Events of a plugin concern only the person and the plugin.
  if (!/^0?$/.test(fields.PluginID ?? "")) return { handled: true };
  const [openId, appid] = [fields.OpenID?.trim() || sender, fields.AppID?.trim() || source.appid];
  // The push is signed with this source's keys: it may not change people of another source.
  const identity = appid === source.appid ? await stores.accounts.identity(appid, openId) : undefined;
  const account = identity && (await stores.accounts.get(identity.accountId));
  return account ? deal(setup, stores, { identity, account }, push) : { handled: true };
}

/** The codes of `RevokeInfo` for name and picture: 205 for pages of a 公众号 or 服务号, 301 for a 网站应用. */
const profileCodes: readonly string[] = ["205", "301"];
const phoneCode = "8";

/** Deletes the data whose consent was withdrawn. If the profile was, sessions of this identity end. */
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

/** The codes of `RevokeInfo`, which may be a text, a number or a list. */
function revokedCodes({ fields, tree }: Push): [code: string, codes: string[]] {
  const written = fields.RevokeInfo ?? JSON.stringify(tree?.RevokeInfo ?? "");
  const codes = written.match(/\d+/g) ?? [];
  return [fields.RevokeInfo ?? codes.join(","), codes];
}

/**
 * The person has closed their WeChat account. Deletes the whole account, unless another WeChat or a phone from the
 * operator can still identify its person; then only this identity, with the name and picture that came from it.
 */
async function handleCancellation(setup: LoginContext, stores: Stores, known: KnownPerson): Promise<SideEffects> {
  const { appid, openId, accountId } = known.identity;
  const others = (await stores.accounts.identitiesOf(accountId)).length - 1;
  // Somebody who has a lost phone can close its WeChat account: the Saoma account stays for its owner.
  const isAlone = others === 0 && known.identity.lostAt === undefined;
  if (isAlone && known.account.phone === undefined) return (await erase(stores, accountId, "person")).effect;
  await forgetProfile(setup, stores, known);
  await stores.accounts.removeIdentity(accountId, appid, openId);
  return signOutIdentity(stores, { appid, openId, accountId }, "cancelled");
}

/**
 * Deletes the profile that came from this source's WeChat. What came from another source or from the operator stays.
 */
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
