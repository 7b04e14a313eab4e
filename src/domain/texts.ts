import type { Language } from "./language.ts";

/**
 * What the chat says. `{name}` and the like are filled in; `{yes}` and `{no}` become tappable links.
 * WeChat takes at most 2048 bytes of UTF-8 in a reply, links included.
 */
export interface Texts {
  /** After a scan that needs a confirm: `{site} {browser} {time} {yes} {no}`. */
  readonly ask: string;
  /** The link that confirms, and what tapping it says. */
  readonly yes: string;
  /** The link that declines, or undoes, and what tapping it says. */
  readonly no: string;
  /** After a confirm: `{name} {site} {no}`. */
  readonly signedIn: string;
  /** After a scan that needs no confirm: `{name} {site} {browser} {time} {no}`. */
  readonly welcomeBack: string;
  readonly declined: string;
  readonly undone: string;
  /** Somebody else has scanned this QR, or it has done its work. */
  readonly used: string;
  readonly expired: string;
  /** An answer to a prompt that is over. */
  readonly late: string;
  /** A newcomer where newcomers are refused: `{site}`. */
  readonly refused: string;
  readonly tooMany: string;
  /** A plain follow: `{source}`. */
  readonly greeting: string;
}

/** The texts where the application sets none. */
export const defaultTexts: Readonly<Record<Language, Texts>> = {
  "zh-CN": {
    ask: "正在登录「{site}」\n{browser} {time}\n\n{yes}\n\n{no}\n\n点不动？回复 1 登录，回复 2 拒绝。\n二维码若是别人发来的，请不要确认。",
    yes: "是我，登录",
    no: "不是我",
    signedIn: "{name}，你已登录「{site}」。\n\n{no}（或回复 2，立即退出）",
    welcomeBack: "欢迎回来，{name}。\n你已登录「{site}」\n{browser} {time}\n\n{no}（或回复 2，立即退出）",
    declined: "好的，没有登录。",
    undone: "好的，那个浏览器已经退出登录。",
    used: "这个二维码已经用过了。请刷新网页，换一个新的再扫。",
    expired: "这个二维码已经过期。请刷新网页，换一个新的再扫。",
    late: "这次登录已经失效。需要的话，请重新扫码。",
    refused: "「{site}」目前不开放注册，你的微信还没有对应的账号。",
    tooMany: "操作太频繁了，请过一分钟再试。",
    greeting: "你好，欢迎关注「{source}」。",
  },
  en: {
    ask: "Signing in to {site}\n{browser} {time}\n\n{yes}\n\n{no}\n\nLinks dead? Reply 1 to sign in, 2 to refuse.\nIf somebody sent you this QR code, do not confirm.",
    yes: "Yes, it's me",
    no: "Not me",
    signedIn: "{name}, you are signed in to {site}.\n\n{no} (or reply 2 to sign out at once)",
    welcomeBack:
      "Welcome back, {name}.\nYou are signed in to {site}\n{browser} {time}\n\n{no} (or reply 2 to sign out at once)",
    declined: "All right, nobody was signed in.",
    undone: "Done. That browser is signed out.",
    used: "This QR code has been used. Refresh the page and scan the new one.",
    expired: "This QR code has expired. Refresh the page and scan the new one.",
    late: "This sign-in is over. Scan again if you still want to sign in.",
    refused: "{site} is not open to new people, and your WeChat has no account there yet.",
    tooMany: "That was a bit fast. Please try again in a minute.",
    greeting: "Hello, and thank you for following {source}.",
  },
};

/** Fills `{key}` in a template; a key without a value becomes nothing. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
