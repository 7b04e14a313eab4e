// Gives verification codes to people of sites that use wechat-server's protocol.
import { bareWord } from "../../domain/typed.ts";
import {
  deriveVerificationCode,
  hashVerificationCode,
  lookUpSpan,
  verificationCodeLength,
  verificationCodeLifetime,
} from "../../domain/verification-code.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import { replyToSuspended } from "../transition/access.ts";
import { replyWithText, type SideEffects } from "../transition/effect.ts";
import type { WechatProfile } from "../transition/grant.ts";
import { replyToLost } from "../transition/lost.ts";
import { isLost, isSuspended, resolvablePerson } from "../transition/resolve-identity.ts";
import { requireUnionId } from "../transition/union-id-lookup.ts";
import { type CodeKind, drawCode, placeholder } from "./issued-code.ts";
import { chatLanguage } from "./sent-code.ts";

/** The word that sites with wechat-server's protocol tell people to send. */
const keyword = "验证码";

/** The maximum length of such a message, with the punctuation that people add. */
const longest = 64;

/** Whether a message asks for a verification code. Most messages are longer or have another word. */
export const isVerificationRequest = ({ type, content = "" }: Push): boolean =>
  type === "text" && content.length <= longest && bareWord(content) === keyword;

/** The application whose site looks up the codes of this source; undefined if there is none. */
const applicationForLookUps = (
  { applications }: Pick<LoginContext, "applications">,
  { appid }: Pick<Source, "appid">,
): Application | undefined => [...applications.values()].find(({ wechatServer }) => wechatServer?.source === appid);

/** The key for counting an application's wrong look-ups. */
export const wrongLookUpsOf = ({ id }: Pick<Application, "id">): string => `wrong-look-ups:${id}`;

/** The number of recent wrong look-ups, for a push that asks for a code. Read before its transaction. */
export async function countedLookUps(setup: LoginContext, source: Source, push: Push): Promise<number> {
  const application = isVerificationRequest(push) ? applicationForLookUps(setup, source) : undefined;
  return application ? setup.failureLimiter.counted(wrongLookUpsOf(application), lookUpSpan) : 0;
}

/**
 * Replies to 验证码 with the bare code. Undefined if no site looks up codes of this source. May fail with
 * `UnionIdRequired`.
 */
export async function issueVerificationCode(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  push: Push,
  { wrong, told }: { readonly wrong: number; readonly told: WechatProfile | undefined },
): Promise<SideEffects | undefined> {
  const application = isVerificationRequest(push) ? applicationForLookUps(setup, source) : undefined;
  if (!application) return undefined;
  // A lost WeChat may be known only by another source of the platform.
  if (told === undefined && source.userInfo) await requireUnionId(stores, source, push.openId);
  const person = resolvablePerson(setup, source.appid, push.openId, told ?? {});
  if (await isLost(stores, person)) return replyToLost(application, chatLanguage(application));
  if (await isSuspended(stores, person)) return replyToSuspended(application, chatLanguage(application));
  const seed = await drawCode(setup, stores, source, push, verificationCode(wrong));
  return replyWithText(placeholder, { code: { ...seed, isVerification: true } });
}

const verificationCode = (wrong: number): CodeKind => ({
  lifetime: verificationCodeLifetime,
  length: (live) => verificationCodeLength(live, wrong),
  derive: deriveVerificationCode,
  hash: hashVerificationCode,
});
