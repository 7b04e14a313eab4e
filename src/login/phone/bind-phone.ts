// Binds a verified phone number to an attempt or an account.
import { phoneSeenFor } from "../../domain/account.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt, Channel } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { PhoneBinding } from "../../domain/phone-binding.ts";
import type { Policy } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application, LoginContext } from "../context.ts";
import { type AppliedTransition, writeTransition } from "../transition/apply.ts";
import type { WechatProfile } from "../transition/grant.ts";
import { accountIdOf, type ResolvablePerson, resolvablePerson } from "../transition/resolve-identity.ts";

/** A phone that was verified in an attempt. */
export interface VerifiedPhone {
  readonly application: Application;
  /** The attempt as stored, in `phone_required`. */
  readonly before: Attempt;
  readonly asked: Attempt;
  readonly binding: Pick<PhoneBinding, "unionId" | "name" | "avatar" | "otpHash" | "joins">;
  /** E.164. */
  readonly phone: string;
  /** The person says that the number belongs to them now, although an account has it. */
  readonly isNewOwner?: boolean;
}

/**
 * Grants the attempt of a newcomer with their verified phone, or declines it if the phone belongs to an account that
 * they may not join.
 */
export async function bindPhone(setup: LoginContext, stores: Stores, bound: VerifiedPhone): Promise<AppliedTransition> {
  const { application, before, asked, binding, phone, isNewOwner = false } = bound;
  const { id, appid, openId } = asked;
  if (openId === undefined) throw new SaomaError("internal", { detail: `attempt ${id} does not ask for a phone` });
  const told: WechatProfile = { ...profileIn(binding), phone };
  const person = resolvablePerson(setup, appid, openId, told);
  // A change of phone is carried out days later, and never takes a number from another account.
  const takesNumber = isNewOwner && asked.purpose === "sign-in";
  const proof = proofOf(asked, { ...binding, ...(takesNumber ? { newOwnerAt: stores.now } : {}) });
  const owner = await phoneOwner(stores, application.policy, proof, person, phone);
  const next = owner === "conflict" ? "conflict" : "grant";
  const { attempt: after, outcome } = advance(asked, { type: "bind", next }, stores.now);
  const applied = await writeTransition(setup, stores, { application, openId, told, before, after, outcome });
  if (applied.after.status === "granted") {
    const takes = owner !== "conflict" && owner.leaves !== undefined;
    const { isBySms } = proof;
    await stores.phoneBindings.setVerified(id, phone, { isBySms, ...(takes ? { newOwnerAt: stores.now } : {}) });
  }
  return applied;
}

/** How a phone was verified in an attempt. */
export const proofOf = (
  { channel }: Pick<Attempt, "channel">,
  { otpHash, joins, newOwnerAt }: Pick<PhoneBinding, "otpHash" | "joins" | "newOwnerAt">,
): PhoneProof => ({
  channel,
  isBySms: otpHash !== undefined,
  isNewOwner: newOwnerAt !== undefined,
  ...(joins === undefined ? {} : { named: joins }),
});

export const profileIn = ({
  unionId,
  name,
  avatar,
}: Pick<PhoneBinding, "unionId" | "name" | "avatar">): WechatProfile => ({
  ...(unionId === undefined ? {} : { unionId }),
  profile: { ...(name === undefined ? {} : { name }), ...(avatar === undefined ? {} : { avatar }) },
});

/** How a phone was verified. */
export interface PhoneProof {
  readonly channel: Channel;
  /** Verified by an SMS. WeChat's phone button may return the number of a SIM that now belongs to somebody else. */
  readonly isBySms: boolean;
  /** The account that the SMS announced to join. */
  readonly named?: string;
  /** The person says that the number belongs to them now and belonged to somebody else before. */
  readonly isNewOwner: boolean;
}

/**
 * Whether this person may bind this phone, and which account they join by it. A phone joins only an imported account
 * that has no WeChat and was never signed in to, only by an SMS, and only if the policy allows it. An attempt by
 * WeChat's own page joins no account, because everybody who sees its QR may scan it. A person who has an account keeps
 * it. Numbers are recycled: a phone that was not recently known to be the account's joins nobody. Its new owner takes
 * it by saying so and verifying it by an SMS; `leaves` is the account that loses the number and nothing else.
 */
export async function phoneOwner(
  { accounts, now }: Stores,
  { phoneMatch }: Policy,
  { channel, isBySms, named, isNewOwner }: PhoneProof,
  person: ResolvablePerson,
  phone: string,
): Promise<{ readonly joins?: string; readonly leaves?: string } | "conflict"> {
  const owner = await accounts.byPhone(phone);
  const own = await accountIdOf({ accounts }, person);
  if (!owner || owner.id === own) return {};
  const isProven = isBySms && channel !== "open-platform";
  if (isProven && isNewOwner) return { leaves: owner.id };
  const isMeant = isProven && phoneMatch === "link" && own === undefined && named === owner.id;
  const isUntouched =
    owner.lastSignInAt === undefined &&
    owner.suspendedAt === undefined &&
    (await accounts.identitiesOf(owner.id)).length === 0;
  const isRecent = (owner.phoneSeenAt ?? 0) > now - phoneSeenFor;
  if (!isMeant || !isUntouched || !isRecent || (await isOtherPerson(accounts, owner.id, person))) return "conflict";
  return { joins: owner.id };
}

/** The account that an SMS to this number would join, so that the SMS can say so. */
export async function accountToJoin(
  stores: Stores,
  policy: Policy,
  channel: Channel,
  person: ResolvablePerson,
  phone: string,
): Promise<string | undefined> {
  const named = (await stores.accounts.byPhone(phone))?.id;
  if (named === undefined) return undefined;
  const owner = await phoneOwner(stores, policy, { channel, isBySms: true, isNewOwner: false, named }, person, phone);
  return owner === "conflict" ? undefined : owner.joins;
}

/** Whether WeChat's unionId shows that this is another person than the one the account expects. */
async function isOtherPerson(accounts: Stores["accounts"], accountId: string, { platform, unionId }: ResolvablePerson) {
  const expected = unionId === undefined ? [] : await accounts.expectedOf(accountId);
  return expected.some((one) => one.platform === platform && one.unionId !== unionId);
}
