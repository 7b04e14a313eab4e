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
import { replyWithText, type SideEffects } from "../transition/effect.ts";
import { resolvablePerson, type WechatProfile } from "../transition/grant.ts";
import { isLost, replyToLost } from "../transition/lost.ts";
import { requireUnionId } from "../transition/union-id-lookup.ts";
import { type CodeKind, drawCode, placeholder } from "./issued-code.ts";
import { chatLanguage } from "./sent-code.ts";

/** What people are told to write by the sites that speak wechat-server's protocol. */
const keyword = "验证码";

/** With the marks around it, which people add without a thought. */
const longest = 64;

/** Whether a message asks for a code that a site's server looks up. Most messages are longer, or have another word. */
export const isVerificationRequest = ({ type, content = "" }: Push): boolean =>
  type === "text" && content.length <= longest && bareWord(content) === keyword;

/** The application whose site looks up the codes of this source, where there is one. */
const applicationForLookUps = (
  { applications }: Pick<LoginContext, "applications">,
  { appid }: Pick<Source, "appid">,
): Application | undefined => [...applications.values()].find(({ wechatServer }) => wechatServer?.source === appid);

/** Under which key the wrong look-ups of an application are counted. */
export const wrongLookUpsOf = ({ id }: Pick<Application, "id">): string => `wrong-look-ups:${id}`;

/** How many look-ups were wrong of late, for a push that asks for a code; counted before its transaction. */
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
  source: Source,
  stores: Stores,
  push: Push,
  { wrong, told }: { readonly wrong: number; readonly told: WechatProfile | undefined },
): Promise<SideEffects | undefined> {
  const application = isVerificationRequest(push) ? applicationForLookUps(setup, source) : undefined;
  if (!application) return undefined;
  // A WeChat that is lost may be known by another source of the platform alone.
  if (told === undefined && source.userInfo) await requireUnionId(stores, source, push.openId);
  if (await isLost(stores, resolvablePerson(setup, source.appid, push.openId, told ?? {}))) {
    return replyToLost(application, chatLanguage(application));
  }
  const seed = await drawCode(setup, source, stores, push, verificationCode(wrong));
  return replyWithText(placeholder, { code: { ...seed, isVerification: true } });
}

const verificationCode = (wrong: number): CodeKind => ({
  lifetime: verificationCodeLifetime,
  length: (live) => verificationCodeLength(live, wrong),
  derive: deriveVerificationCode,
  hash: hashVerificationCode,
});
