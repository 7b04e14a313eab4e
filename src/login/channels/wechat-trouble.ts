import { english } from "../../base/english.ts";
import { createTranslator } from "../../base/translator.ts";
import type { Language } from "../../domain/language.ts";
import { remedyOf, WechatError, WechatUnreachable } from "../../wechat/index.ts";
import { wechatChineseTexts } from "./wechat-chinese-texts.ts";

/** The reason why WeChat did not do what it was asked, and the remedy, one sentence each. */
export interface Trouble {
  readonly message: string;
  readonly remedy: string;
}

const inChinese = createTranslator(wechatChineseTexts);

/** The same in this language. */
export const troubleIn = (language: Language, { message, remedy }: Trouble): Trouble =>
  language === "en" ? { message, remedy } : { message: inChinese(message), remedy: inChinese(remedy) };

/** Returns undefined if the error does not come from WeChat. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof WechatUnreachable) return unreachable(error);
  if (!(error instanceof WechatError)) return undefined;
  const { errcode, errmsg } = error;
  if (errcode === 40164) return notListed(errmsg);
  const meaning = error.meaning ?? errmsg;
  return {
    message: english`WeChat says ${errcode}: ${meaning}.`,
    remedy: remedyOf(errcode) ?? english`WeChat's own words: ${errmsg}.`,
  };
}

/** WeChat's message contains the address: "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist". */
function notListed(errmsg: string): Trouble {
  const seen = /invalid ip ([0-9a-f.:]+)/i.exec(errmsg)?.[1];
  const which = seen ?? english`the address that this server calls out from`;
  return {
    message: seen
      ? english`WeChat says 40164: this server calls from ${seen}, and that is not on the account's IP list.`
      : english`WeChat says 40164: this server's address is not on the account's IP list.`,
    remedy: english`Add ${which} to the IP list (IP 白名单) of WeChat's console, and wait 5 to 10 minutes.`,
  };
}

function unreachable({ message, reason }: WechatUnreachable): Trouble {
  if (reason === "answer") {
    return {
      message: english`What answers for WeChat is not WeChat: ${message}.`,
      remedy: english`Look at sources[].origins, and at proxies on the way out.`,
    };
  }
  return {
    message: english`WeChat could not be reached: ${message}.`,
    remedy: english`Let this server reach api.weixin.qq.com on port 443: look at DNS, firewall and sources[].origins.`,
  };
}
