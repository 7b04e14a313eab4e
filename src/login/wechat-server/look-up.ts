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
import { isLost } from "../transition/lost.ts";
import { accountIdOf } from "../transition/resolve-identity.ts";
import type { Authorized } from "./authorize.ts";

/** Wrong ones of a token. The site cannot say which of its visitors guesses, so that all of them share it. */
const wrongPerToken: Limit = { times: wrongLookUps, per: verificationCodeLifetime };

/**
 * Whose code this is, once ever; undefined where it is nobody's any more. Counted before it is looked at, so that of many
 * at once no more are looked at than may be; a right one gives back the one try that it was.
 */
export async function lookUp(
  setup: LoginContext,
  call: Authorized,
  code: string,
): Promise<{ readonly openId: string | undefined } | "too-many"> {
  if (!mayBeVerificationCode(code)) return { openId: undefined };
  const occasion = randomToken(setup.random, 16);
  const key = `look-ups:${call.tokenHash.slice(0, 32)}`;
  const hit = await setup.failureLimiter.hitOnce(key, occasion, wrongPerToken);
  if (!hit.allowed) {
    await warnOfGuessing(setup, call);
    return "too-many";
  }
  const openId = await take(setup, call, code, occasion);
  if (openId !== undefined) await setup.failureLimiter.forgive(key, occasion);
  else await setup.failureLimiter.hit(wrongLookUpsOf(call.application), { times: manyWrongLookUps, per: lookUpSpan });
  return { openId };
}

/** A transaction that is run again finds its own hand on the code. */
const take = (
  { store, key }: LoginContext,
  { application, wechatServer: { source } }: Authorized,
  code: string,
  occasion: string,
) =>
  store.transact(async ({ chatCodes, accounts, groups, now }) => {
    const hash = hashVerificationCode(key, source, code);
    const openId = await chatCodes.take(source, hash, `look-up:${occasion}`, now);
    if (openId === undefined || (await isLost({ accounts }, { appid: source, openId }))) return undefined;
    const accountId = await accountIdOf({ accounts }, { appid: source, openId });
    return (await isAdmitted(groups.of, application, accountId)) ? openId : undefined;
  });

/** So often the operator hears of it, in milliseconds. */
const toldEvery = 10 * 60_000;

async function warnOfGuessing({ limits, log }: LoginContext, { application: { id } }: Authorized): Promise<void> {
  if (!(await limits.hit(`look-ups-told:${id}`, { times: 1, per: toldEvery })).allowed) return;
  log.warn(
    { application: id },
    "too many wrong codes were looked up: look-ups wait, and new codes are longer meanwhile",
  );
}
