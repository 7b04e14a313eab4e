// The console's names of the channels.
import type { Channel } from "../../domain/attempt.ts";
import type { Language } from "../../domain/language.ts";

const words: Readonly<Record<Channel, readonly [chinese: string, english: string]>> = {
  "official-account-qr": ["公众号扫码", "Official account, QR"],
  "official-account-code": ["公众号发登录码", "Official account, code"],
  "mini-program": ["小程序", "Mini-program"],
  "open-platform": ["网站应用扫码", "Website app"],
  "in-wechat": ["微信内", "Inside WeChat"],
};

export const wayWords = (channel: Channel, language: Language): string => words[channel][language === "en" ? 1 : 0];
