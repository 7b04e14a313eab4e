import type { Language } from "../../domain/language.ts";

/** What the demo site says. Its script finds what it needs in the page. */
export interface DemoTexts {
  readonly site: string;
  readonly tagline: string;
  readonly story: string;
  readonly ways: string;
  readonly members: string;
  readonly steps: string;
  readonly phone: string;
  readonly closePhone: string;
  /** On a small screen, over the phone: how far the site is, by the sign-in's state. */
  readonly progress: Readonly<Record<"waiting" | "scanned" | "signedIn" | "over", string>>;
  readonly wechatPage: string;
  readonly insideTitle: string;
  readonly insideText: string;
  readonly insideQr: string;
  readonly insideWelcome: string;
  readonly insideAct: string;
  readonly signedIn: string;
  readonly firstSignIn: string;
  readonly lastSignIn: string;
  readonly signOut: string;
  readonly signOutFailed: string;
  readonly otherLanguage: string;
  readonly foot: string;
  readonly log: string;
}

const chinese: DemoTexts = {
  site: "一叶茶铺",
  tagline: "慢一点，茶才香。",
  story: "茶是假的，登录是真的。手机和微信是模拟的：扫一扫，就登录了。",
  ways: "登录方式",
  members: "茶友登录",
  steps: "步骤",
  phone: "模拟手机",
  closePhone: "回到网页",
  progress: { waiting: "还没有登录", scanned: "已扫码，请在手机上确认", signedIn: "已登录", over: "请回到网页重试" },
  wechatPage: "微信的登录页",
  insideTitle: "在微信里打开本店",
  insideText: "网页已经在微信里，就不用扫码了。",
  insideQr: "本店网址的二维码",
  insideWelcome: "欢迎光临。您正在微信里看这个网页。",
  insideAct: "微信登录",
  signedIn: "已登录",
  firstSignIn: "首次登录",
  lastSignIn: "最近登录",
  signOut: "退出登录",
  signOutFailed: "没能退出，请再试一次。",
  otherLanguage: "English",
  foot: "Saoma 的演示站点。",
  log: "看每一次调用和推送",
};

const english: DemoTexts = {
  site: "One Leaf Tea",
  tagline: "Good tea takes its time.",
  story: "The tea is made up, the sign-in is real. Scan with the simulated phone, and you are in.",
  ways: "Ways to sign in",
  members: "Sign in",
  steps: "Steps",
  phone: "Simulated phone",
  closePhone: "Back to the page",
  progress: {
    waiting: "Not signed in yet",
    scanned: "Scanned: confirm on the phone",
    signedIn: "Signed in",
    over: "Go back and try again",
  },
  wechatPage: "WeChat’s login page",
  insideTitle: "Open the shop inside WeChat",
  insideText: "A page that is open in WeChat needs no scan.",
  insideQr: "QR code of the shop’s address",
  insideWelcome: "Welcome. You are reading this page inside WeChat.",
  insideAct: "WeChat login",
  signedIn: "Signed in",
  firstSignIn: "First sign-in",
  lastSignIn: "Last sign-in",
  signOut: "Sign out",
  signOutFailed: "That did not work. Please try again.",
  otherLanguage: "中文",
  foot: "A demo of Saoma.",
  log: "See every call and push",
};

export const demoTexts = (language: Language): DemoTexts => (language === "en" ? english : chinese);
