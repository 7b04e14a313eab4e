import { SaomaError } from "../../domain/errors.ts";
import type { MiniProgramSession } from "../../domain/mini-program.ts";
import { maskPhone, readPhone } from "../../domain/phone.ts";
import type { Limit } from "../../ports/limits.ts";
import { masked } from "../../ports/log.ts";
import type { LoginContext } from "../context.ts";
import { exchangeOrThrow } from "../transition/exchange-code.ts";

/** Each phone number costs money. */
const perPerson: Limit = { times: 10, per: 3_600_000 };

/** WeChat refuses a code of another account (40013) or of another person (40003). */
const refusals: ReadonlySet<number> = new Set([40003, 40013]);

const message = "WeChat does not take this code: it was used before or is too old. Tap the phone number button again.";

/**
 * Exchanges a `getPhoneNumber` code, which works once, for the phone number (E.164). Never call it inside a
 * transaction: it calls WeChat.
 */
export async function exchangePhoneCode(
  setup: LoginContext,
  { appid, openId }: Pick<MiniProgramSession, "appid" | "openId">,
  code: string,
): Promise<string> {
  const miniProgram = setup.sources.get(appid)?.miniProgram;
  if (!miniProgram) throw new SaomaError("not_found");
  const hit = await setup.failureLimiter.hit(`phone-code:${appid}:${openId}`, perPerson);
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
  const exchange = { source: { appid }, what: "a code of a phone number", refusals, message };
  const { countryCode, national } = await exchangeOrThrow(setup, exchange, () => miniProgram.phoneNumber(code, openId));
  const phone = readPhone(`+${countryCode}${national}`);
  if (phone === undefined) throw new SaomaError("wrong_phone");
  setup.log.info({ appid, openid: masked(openId), phone: maskPhone(phone) }, "WeChat returned a phone number");
  return phone;
}
