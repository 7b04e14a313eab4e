import { phoneSeenFor } from "../../domain/account.ts";
import { type Attempt, advance, type Channel } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { PhoneBinding } from "../../domain/phone-binding.ts";
import type { Policy } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application, LoginContext } from "../context.ts";
import { type AppliedTransition, writeTransition } from "../transition/apply.ts";
import { resolvablePerson, type WechatProfile } from "../transition/grant.ts";
import { accountIdOf, type ResolvablePerson } from "../transition/resolve-identity.ts";

/** A phone that the person of an attempt has shown to be theirs, in this attempt. */
export interface VerifiedPhone {
  readonly application: Application;
  /** As stored, and as it asks for a phone. */
  readonly before: Attempt;
  readonly asked: Attempt;
  readonly binding: Pick<PhoneBinding, "unionId" | "name" | "avatar" | "otpHash" | "joins">;
  /** E.164. */
  readonly phone: string;
  /** The person says that the number is theirs now, whoever's it was. */
  readonly isNewOwner?: boolean;
}

/** Lets a newcomer in with their phone; or declines them, where the phone is of an account that is not theirs to join. */
export async function bindPhone(setup: LoginContext, stores: Stores, bound: VerifiedPhone): Promise<AppliedTransition> {
  const { application, before, asked, binding, phone, isNewOwner = false } = bound;
  const { id, appid, openId } = asked;
  if (openId === undefined) throw new SaomaError("internal", { detail: `attempt ${id} asks nobody for a phone` });
  const told: WechatProfile = { ...profileIn(binding), phone };
  const person = resolvablePerson(setup, appid, openId, told);
  // A change of phone is done days later, and by then it takes nobody's number.
  const takesNumber = isNewOwner && asked.purpose === "sign-in";
  const proof = proofOf(asked, { ...binding, ...(takesNumber ? { newOwnerAt: stores.now } : {}) });
  const owner = await phoneOwner(stores, application.policy, proof, person, phone);
  const next = owner === "conflict" ? "conflict" : "grant";
  const { attempt: after, outcome } = advance(asked, { type: "bind", next }, stores.now);
  const applied = await writeTransition(setup, stores, { application, openId, told, before, after, outcome });
  if (applied.after.status === "granted") {
    const takes = owner !== "conflict" && owner.leaves !== undefined;
    await stores.phoneBindings.setVerified(id, phone, takes ? stores.now : undefined);
  }
  return applied;
}

/** How a phone was shown to be the person's of an attempt. */
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

/** How a phone was shown to be the person's. */
export interface PhoneProof {
  readonly channel: Channel;
  /** By an SMS. WeChat's phone button may tell the number of a SIM that is another person's by now. */
  readonly isBySms: boolean;
  /** The account that the SMS said it joins. */
  readonly named?: string;
  /** The person says that the number is theirs now, and was another's before. */
  readonly isNewOwner: boolean;
}

/**
 * Whether this person may have this phone, and which account they join by it. A phone joins only an account that nobody
 * has ever signed in to and no WeChat has, only by an SMS, and only where the policy says so. A QR of WeChat's own page
 * joins none, because whoever sees it may scan it. Whoever has an account keeps it. Numbers are given out again: what
 * was not known to be its person's lately joins nobody, and its new owner takes it, who says so and shows it by an SMS;
 * `leaves` is the account that loses it, and nothing else.
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
  const isUntouched = owner.lastSignInAt === undefined && (await accounts.identitiesOf(owner.id)).length === 0;
  const isRecent = (owner.phoneSeenAt ?? 0) > now - phoneSeenFor;
  if (!isMeant || !isUntouched || !isRecent || (await isOtherPerson(accounts, owner.id, person))) return "conflict";
  return { joins: owner.id };
}

/** The account that an SMS to this number would join, so that it can say so. */
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

/** Whether WeChat says that this person is another one than the account's, who is expected. */
async function isOtherPerson(accounts: Stores["accounts"], accountId: string, { platform, unionId }: ResolvablePerson) {
  const expected = unionId === undefined ? [] : await accounts.expectedOf(accountId);
  return expected.some((one) => one.platform === platform && one.unionId !== unionId);
}
