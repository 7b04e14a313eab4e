import type { Language } from "../../domain/language.ts";
import type { AbilityId, AbilityRule } from "../../login/channels/abilities.ts";

type Both = readonly [chinese: string, english: string];

/** What each ability is called, and what it is good for. */
const abilities: Readonly<Record<AbilityId, { readonly name: Both; readonly use: Both }>> = {
  chat: {
    name: ["聊天消息", "Messages in the chat"],
    use: ["登录码、关键词和自动回复", "codes, keywords and automatic replies"],
  },
  qr: {
    name: ["带参数的二维码", "QR with parameters"],
    use: ["扫码登录", "sign-in by scanning"],
  },
  oauth: {
    name: ["网页授权", "OAuth in WeChat"],
    use: ["微信里打开的网页直接登录", "sign-in on pages that are opened in WeChat"],
  },
  customMessage: {
    name: ["客服消息", "Customer service messages"],
    use: ["在聊天里主动通知", "notices in the chat"],
  },
  templateMessage: {
    name: ["模板消息", "Template messages"],
    use: ["你的程序用 send 发送", "for your own program, by send"],
  },
  userInfo: {
    name: ["用户信息", "User information"],
    use: ["取 unionid，认出各账号里的同一个人", "the unionid, which shows one person in several accounts"],
  },
  menu: {
    name: ["自定义菜单", "Custom menu"],
    use: ["saoma menu set", "saoma menu set"],
  },
  wxacode: {
    name: ["小程序码", "Mini-program code"],
    use: ["扫码打开登录页", "a scan opens the sign-in page"],
  },
  urlLink: {
    name: ["URL Link", "URL Link"],
    use: ["从手机浏览器打开小程序", "opens the mini-program from a phone’s browser"],
  },
  phoneNumber: {
    name: ["手机号", "Phone number"],
    use: ["用微信里的手机号绑定", "binds the phone that WeChat knows"],
  },
  qrConnect: {
    name: ["网站扫码登录", "WeChat’s own QR page"],
    use: ["在微信的网页上扫码", "sign-in on WeChat’s page"],
  },
};

const rules: Readonly<Record<AbilityRule, Both>> = {
  may: ["可以", "may"],
  verified: ["要微信认证", "if it is verified (微信认证)"],
  off: ["没有配置", "not configured"],
  never: ["这类账号不能", "not this kind of account"],
};

const at = (both: Both, language: Language): string => both[language === "en" ? 1 : 0];

export const abilityWords = (id: AbilityId, language: Language): { readonly name: string; readonly use: string } => ({
  name: at(abilities[id].name, language),
  use: at(abilities[id].use, language),
});

export const ruleWords = (rule: AbilityRule, language: Language): string => at(rules[rule], language);
