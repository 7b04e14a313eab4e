import type { Person } from "../world/people.ts";

const engine = "AppleWebKit/537.36 (KHTML, like Gecko)";

const agents: Readonly<Record<Person["client"], string>> = {
  phone: `Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A.230803.041; wv) ${engine} Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240501 MMWEBID/4821 MicroMessenger/8.0.50.2701(0x28003252) WeChat/arm64 Weixin NetType/WIFI Language/{language} ABI/arm64`,
  desktop: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${engine} Chrome/126.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c11) XWEB/11581 Flue`,
};

/** What WeChat's own browser says it is, on a phone and on a desktop. */
export const userAgentOf = ({ client, language }: Person): string =>
  agents[client].replace("{language}", wechatName(language));

/** A language by WeChat's own name, as in the user agent and in what an account hears of its followers. */
export const wechatName = (language: Person["language"]): string => language.replace("-", "_");
