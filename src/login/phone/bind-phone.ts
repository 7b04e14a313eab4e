import { type Attempt, advance } from "../../domain/attempt.ts";
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
  readonly binding: Pick<PhoneBinding, "unionId" | "name" | "avatar">;
  /** E.164. */
  readonly phone: string;
}

/** Lets a newcomer in with their phone; or declines them, where the phone is of an account that is not theirs to join. */
export async function bindPhone(setup: LoginContext, stores: Stores, bound: VerifiedPhone): Promise<AppliedTransition> {
  const { application, before, asked, binding, phone } = bound;
  const { id, appid, openId } = asked;
  if (openId === undefined) throw new SaomaError("internal", { detail: `attempt ${id} asks nobody for a phone` });
  const told: WechatProfile = { ...profileIn(binding), phone };
  const next = await resolvePhone(
    stores,
    application.policy,
    { ...resolvablePerson(setup, appid, openId, told), linkedBy: id },
    phone,
  );
  const { attempt: after, outcome } = advance(asked, { type: "bind", next }, stores.now);
  return writeTransition(setup, stores, { application, openId, told, before, after, outcome });
}

const profileIn = ({ unionId, name, avatar }: VerifiedPhone["binding"]): WechatProfile => ({
  ...(unionId === undefined ? {} : { unionId }),
  profile: { ...(name === undefined ? {} : { name }), ...(avatar === undefined ? {} : { avatar }) },
});

/**
 * Whether this person may have this phone. A phone alone joins only an account that nobody's WeChat has yet, and only
 * where the policy says so; whoever has an account keeps it.
 */
async function resolvePhone(
  { accounts }: Stores,
  { phoneMatch }: Policy,
  seen: ResolvablePerson,
  phone: string,
): Promise<"grant" | "conflict"> {
  const owner = await accounts.byPhone(phone);
  const own = await accountIdOf({ accounts }, seen);
  if (!owner || owner.id === own) return "grant";
  const isFree =
    (await accounts.identitiesOf(owner.id)).length === 0 && !(await isOtherPerson(accounts, owner.id, seen));
  if (own !== undefined || phoneMatch === "conflict" || !isFree) return "conflict";
  await accounts.addIdentity({ ...seen, accountId: owner.id });
  return "grant";
}

/** Whether WeChat says that this person is another one than the account's, who is expected. */
async function isOtherPerson(accounts: Stores["accounts"], accountId: string, { platform, unionId }: ResolvablePerson) {
  const expected = unionId === undefined ? [] : await accounts.expectedOf(accountId);
  return expected.some((one) => one.platform === platform && one.unionId !== unionId);
}
