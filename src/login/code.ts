import { advance, hasEnded } from "../domain/attempt.ts";
import { hashCode, readCode } from "../domain/code.ts";
import type { Hit, Limit } from "../ports/limits.ts";
import type { Stores } from "../ports/store.ts";
import type { Push } from "../wechat/index.ts";
import { codeTaker } from "./channels/official-account-code.ts";
import { type Effect, say } from "./effect.ts";
import type { Told } from "./grant.ts";
import { scanAttempt } from "./scan.ts";
import { type Application, type Setup, type Source, textsOf } from "./setup.ts";

/** Wrong codes that a person may send. */
const wrongCodes: Limit = { times: 5, per: 10 * 60_000 };

const triesOf = ({ appid }: Source, openId: string): string => `code:${appid}:${openId}`;

/** The code that a message is, at a source that takes codes: wholly of a code's shape, and typed, not tapped. */
export const codeIn = (push: Push): string | undefined =>
  push.type === "text" && !push.menuId ? readCode(push.content ?? "") : undefined;

/**
 * Counts a message that has a code's shape, before anybody looks whether it is one: whether the person may try. A push
 * counts once. The count outlives what becomes of the push.
 */
export async function countTry({ tries, ...setup }: Setup, source: Source, push: Push): Promise<boolean> {
  if (codeIn(push) === undefined || !codeTaker(setup, source)) return true;
  const hit: Hit = await tries.hitOnce(triesOf(source, push.openId), push.key, wrongCodes);
  return hit.allowed;
}

/**
 * Somebody sent a code. Undefined where the message is none: at an account that shows QRs as a rule, only while codes
 * of it are about, because others write numbers, too.
 */
export async function sendCode(
  setup: Setup,
  source: Source,
  stores: Stores,
  push: Push,
  { mayTry, told }: { readonly mayTry: boolean; readonly told: Told | undefined },
): Promise<Effect | undefined> {
  const code = codeIn(push);
  const taker = codeTaker(setup, source);
  if (code === undefined || !taker) return undefined;
  const found = await stores.attempts.byCode(source.appid, hashCode(setup.key, source.appid, code));
  if (!found && !(await expectsCodes(stores, source))) return undefined;
  if (!mayTry) return say(wordsOf(taker).codeTooMany);
  const application = found && setup.applications.get(found.applicationId);
  if (!application) return say(wordsOf(taker).codeWrong);
  const now = advance(found, { type: "tick" }, stores.now).attempt;
  const isRight = !hasEnded(now) && (now.openId ?? push.openId) === push.openId;
  const effect = await scanAttempt(setup, stores, application, found, {
    ...{ openId: push.openId },
    ...(told ? { told } : {}),
  });
  return isRight ? { ...effect, clears: triesOf(source, push.openId) } : effect;
}

const expectsCodes = async (stores: Stores, { kind, appid }: Source): Promise<boolean> =>
  kind === "subscription" || (await stores.attempts.liveCodes(appid, stores.now, 1)) > 0;

/** For somebody of whom no browser is known that says which language. */
export const wordsOf = (application: Application) =>
  textsOf(application, application.language === "auto" ? "zh-CN" : application.language);
