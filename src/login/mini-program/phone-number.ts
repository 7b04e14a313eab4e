import { SaomaError } from "../../domain/errors.ts";
import type { MiniProgramSession } from "../../domain/mini-program.ts";
import { maskPhone, readPhone } from "../../domain/phone.ts";
import type { Limit } from "../../ports/limits.ts";
import { masked } from "../../ports/log.ts";
import { type PhoneNumber, WechatError, WechatUnreachable } from "../../wechat/index.ts";
import type { LoginContext } from "../context.ts";

/** WeChat's phone numbers cost money, too. */
const perPerson: Limit = { times: 10, per: 3_600_000 };

/** WeChat refuses the code: wrong, used before, too old (40029), another account's (40013) or another person's (40003). */
const codeRefused: ReadonlySet<number> = new Set([40003, 40013, 40029]);

const again = "WeChat does not take this code: it was used before or is too old. Tap the phone number button again.";

/**
 * The number (E.164) that WeChat knows of whoever tapped a `getPhoneNumber` button. `code` works once. Outside of any
 * transaction: it asks WeChat.
 */
export async function exchangePhoneCode(
  setup: LoginContext,
  { appid, openId }: MiniProgramSession,
  code: string,
): Promise<string> {
  const miniProgram = setup.sources.get(appid)?.miniProgram;
  if (!miniProgram) throw new SaomaError("not_found");
  const hit = await setup.failureLimiter.hit(`phone-code:${appid}:${openId}`, perPerson);
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
  const { countryCode, national } = await exchange(setup.log, appid, () => miniProgram.phoneNumber(code, openId));
  const phone = readPhone(`+${countryCode}${national}`);
  if (phone === undefined) throw new SaomaError("wrong_phone");
  setup.log.info({ appid, openid: masked(openId), phone: maskPhone(phone) }, "WeChat told a phone number");
  return phone;
}

async function exchange(
  log: LoginContext["log"],
  appid: string,
  ask: () => Promise<PhoneNumber>,
): Promise<PhoneNumber> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WechatError && codeRefused.has(error.errcode)) {
      log.info({ appid, errcode: error.errcode }, "WeChat does not take a code of a phone number");
      throw new SaomaError("code_refused", { message: again, cause: error });
    }
    if (!(error instanceof WechatError || error instanceof WechatUnreachable)) throw error;
    log.error({ err: error, appid }, "WeChat did not tell a phone number");
    throw new SaomaError("channel_unavailable", { cause: error });
  }
}
