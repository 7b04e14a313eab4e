// Looks up the person of a verification code, for a site that uses wechat-server's protocol.
import { randomToken } from "../../base/bytes.ts";
import {
  hashVerificationCode,
  lookUpSpan,
  manyWrongLookUps,
  mayBeVerificationCode,
  verificationCodeLifetime,
  wrongLookUps,
} from "../../domain/verification-code.ts";
import type { Limit } from "../../ports/limits.ts";
import type { LoginContext } from "../context.ts";
import { wrongLookUpsOf } from "../push/verification-code.ts";
import { isAdmitted } from "../transition/access.ts";
import { accountIdOf, isLost, isSuspended } from "../transition/resolve-identity.ts";
import type { Authorized } from "./authorize.ts";

/**
 * The limit of wrong codes for a token. All visitors of a site share it, because the site cannot name the one who
 * guesses.
 */
const wrongPerToken: Limit = { times: wrongLookUps, per: verificationCodeLifetime };

/** The person of a code; `openId` is undefined if there is none. `suspended`: the person's account is suspended. */
export type LookedUp = { readonly openId: string | undefined } | "suspended";

/**
 * The person of a code, at most once; undefined if no person has it. Each look-up is counted before the code is
 * compared, so that concurrent ones cannot exceed the limit. A right code gives its own count back.
 */
export async function lookUp(setup: LoginContext, call: Authorized, code: string): Promise<LookedUp | "too-many"> {
  if (!mayBeVerificationCode(code)) return { openId: undefined };
  const occasion = randomToken(setup.random, 16);
  const key = `look-ups:${call.tokenHash.slice(0, 32)}`;
  const hit = await setup.failureLimiter.hitOnce(key, occasion, wrongPerToken);
  if (!hit.allowed) {
    await warnOfGuessing(setup, call);
    return "too-many";
  }
  const owner = await take(setup, call, code, occasion);
  const isRight = owner === "suspended" || owner.openId !== undefined;
  if (isRight) await setup.failureLimiter.forgive(key, occasion);
  else await setup.failureLimiter.hit(wrongLookUpsOf(call.application), { times: manyWrongLookUps, per: lookUpSpan });
  return owner;
}

/** A transaction that runs again finds its own earlier take of the code. */
const take = (
  { store, key }: LoginContext,
  { application, wechatServer: { source } }: Authorized,
  code: string,
  occasion: string,
) =>
  store.transact(async ({ chatCodes, accounts, groups, now }): Promise<LookedUp> => {
    const hash = hashVerificationCode(key, source, code);
    const openId = await chatCodes.take(source, hash, `look-up:${occasion}`, now);
    const person = { appid: source, openId: openId ?? "" };
    if (openId === undefined || (await isLost({ accounts }, person))) return { openId: undefined };
    if (await isSuspended({ accounts }, person)) return "suspended";
    const isIn = await isAdmitted(groups.of, application, await accountIdOf({ accounts }, person));
    return { openId: isIn ? openId : undefined };
  });

/** How often the operator is warned, in milliseconds. */
const toldEvery = 10 * 60_000;

async function warnOfGuessing({ limits, log }: LoginContext, { application: { id } }: Authorized): Promise<void> {
  if (!(await limits.hit(`look-ups-told:${id}`, { times: 1, per: toldEvery })).allowed) return;
  log.warn(
    { application: id },
    "too many wrong codes were looked up: look-ups wait, and new codes are longer meanwhile",
  );
}
