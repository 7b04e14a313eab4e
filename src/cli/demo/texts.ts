import type { Language } from "../../domain/language.ts";

/** What the demo site says. Its script finds what it needs in the page. */
export interface DemoTexts {
  readonly site: string;
  readonly tagline: string;
  readonly story: string;
  readonly teas: readonly { readonly name: string; readonly taste: string; readonly price: string }[];
  readonly members: string;
  readonly noWechat: string;
  readonly phone: string;
  readonly closePhone: string;
  readonly signedIn: string;
  readonly firstSignIn: string;
  readonly lastSignIn: string;
  readonly signOut: string;
  readonly signOutFailed: string;
  readonly otherLanguage: string;
  readonly foot: string;
}

const chinese: DemoTexts = {
  site: "一叶茶铺",
  tagline: "慢一点，茶才香。",
  story: "山里的茶，明前手采，炭火慢焙。登录后，我们记得您爱喝哪一款。",
  teas: [
    { name: "明前龙井", taste: "豆香，清甜", price: "¥68" },
    { name: "武夷岩茶", taste: "焙火，兰花香", price: "¥88" },
    { name: "陈年普洱", taste: "醇厚，枣香", price: "¥58" },
  ],
  members: "茶友登录",
  noWechat: "手边没有微信？拿起模拟的",
  phone: "手机",
  closePhone: "收起手机",
  signedIn: "已登录",
  firstSignIn: "首次登录",
  lastSignIn: "最近登录",
  signOut: "退出登录",
  signOutFailed: "没能退出，请再试一次。",
  otherLanguage: "English",
  foot: "这是 Saoma 的演示站点：茶是假的，登录是真的。",
};

const english: DemoTexts = {
  site: "One Leaf Tea",
  tagline: "Good tea takes its time.",
  story:
    "Picked by hand before the spring rains, roasted slowly over charcoal. Sign in, and we remember which one you like.",
  teas: [
    { name: "Dragon Well", taste: "Chestnut, sweet", price: "¥68" },
    { name: "Wuyi Rock", taste: "Roasted, orchid", price: "¥88" },
    { name: "Aged Pu’er", taste: "Mellow, dates", price: "¥58" },
  ],
  members: "Sign in",
  noWechat: "No WeChat at hand? Pick up a simulated",
  phone: "phone",
  closePhone: "Put the phone away",
  signedIn: "Signed in",
  firstSignIn: "First sign-in",
  lastSignIn: "Last sign-in",
  signOut: "Sign out",
  signOutFailed: "That did not work. Please try again.",
  otherLanguage: "中文",
  foot: "A demo of Saoma: the tea is made up, the sign-in is real.",
};

export const demoTexts = (language: Language): DemoTexts => (language === "en" ? english : chinese);
