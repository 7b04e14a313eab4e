import type { Language } from "../domain/language.ts";

/** How far a sign-in is, as the page tells it. */
export type Progress =
  | "waiting"
  | "scanned"
  | "asked"
  | "pairing"
  | "phone"
  | "sms"
  | "signedIn"
  | "insideDone"
  | "linked"
  | "over";

export type ProgressTexts = Readonly<Record<Progress, string>>;

/** The texts of a request to a signed-in user: to add a WeChat, or to approve an action. */
interface Asking {
  readonly title: string;
  /** The label of the button that opens the phone. */
  readonly act: string;
  /** Whose phone should scan. */
  readonly scan: string;
  readonly steps: readonly string[];
}

/** The texts about an account's WeChats. `says` has a text for each state of the panel and each reason of failure. */
export interface LinkingTexts {
  readonly add: string;
  readonly cancel: string;
  readonly again: string;
  readonly remove: string;
  readonly restore: string;
  readonly isCurrent: string;
  /** `{}` is the time from which a WeChat belongs to the account. */
  readonly since: string;
  readonly isRemoved: string;
  readonly added: string;
  readonly hadIt: string;
  readonly failed: string;
  readonly qr: string;
  readonly link: Asking;
  readonly prove: Asking;
  readonly pair: { readonly label: string; readonly submit: string; readonly wrong: string };
  readonly says: Readonly<Record<LinkingSaying, string>>;
}

type LinkingSaying =
  | ("loading" | "code" | "scanned" | "number" | "granted" | "elsewhere" | "expired" | "offline")
  | (
      | "by_person"
      | "wrong_number"
      | "wrong_pairing_code"
      | "conflict"
      | "wechat_lost"
      | "account_suspended"
      | "not_admitted"
      | "error"
      | "identity_taken"
      | "pairing"
    );

/** The texts of the demo site. The script reads those that it needs from the page. */
export interface DemoTexts {
  readonly site: string;
  readonly tagline: string;
  readonly story: string;
  readonly methods: string;
  readonly members: string;
  readonly steps: string;
  readonly phone: string;
  readonly closePhone: string;
  /** The progress shown on the phone on small screens, by the state of the sign-in. */
  readonly progress: ProgressTexts;
  /** The label of the button while the site waits for the code of an SMS. */
  readonly readSms: string;
  /** The label of the button while the next step is on the phone or the page. */
  readonly lookAtPhone: string;
  /** `{}` is the method that a signed-in user has chosen. */
  readonly tryThis: string;
  /** The accessible label of a number among the steps, which fills it into the form. */
  readonly fillIn: string;
  /** The name of the time zone. */
  readonly zone: string;
  readonly wechatPage: string;
  readonly insideTitle: string;
  readonly insideText: string;
  /** In its place, once somebody is signed in on the phone. */
  readonly insideDone: string;
  readonly insideQr: string;
  readonly insideWelcome: string;
  readonly insideAct: string;
  readonly signedIn: string;
  readonly firstSignIn: string;
  readonly lastSignIn: string;
  readonly wechats: string;
  /** The texts of the WeChats panel, which the page's script draws. */
  readonly linking: LinkingTexts;
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
  methods: "登录方式",
  members: "茶友登录",
  steps: "步骤",
  phone: "模拟手机",
  closePhone: "回到网页",
  progress: {
    waiting: "请在手机上继续",
    scanned: "已扫码，请在手机上确认",
    asked: "请在网页上确认",
    pairing: "记下配对码，回到网页输入",
    phone: "请在网页上填手机号",
    sms: "请把验证码填到网页上",
    signedIn: "已登录",
    insideDone: "手机上已登录",
    linked: "已添加",
    over: "请回到网页重试",
  },
  readSms: "看手机短信",
  lookAtPhone: "看手机",
  tryThis: "退出登录，试试“{}”",
  fillIn: "填到网页上",
  zone: "北京时间",
  wechatPage: "微信的登录页",
  insideTitle: "在微信里打开本店",
  insideText: "用微信扫一扫打开本店。在微信里打开的网页，点一下就登录，不用再扫码。",
  insideDone: "已经在手机的微信里登录了。这个网页开在另一个浏览器里，那边登录，这边不变。",
  insideQr: "本店网址的二维码",
  insideWelcome: "欢迎光临。你正在微信里看这个网页。",
  insideAct: "微信登录",
  signedIn: "已登录",
  firstSignIn: "首次登录",
  lastSignIn: "最近登录",
  wechats: "能登录这个账号的微信",
  linking: {
    add: "添加一个微信",
    cancel: "取消",
    again: "换一个二维码",
    remove: "移除",
    restore: "恢复",
    isCurrent: "这次用它登录",
    since: "{} 起",
    isRemoved: "已移除，七天内可以恢复",
    added: "添加好了，以后用它也能登录。",
    hadIt: "这个微信本来就在这个账号里。",
    failed: "没有成功，请再试一次。",
    qr: "二维码",
    link: {
      title: "添加一个微信",
      act: "换个人的手机扫码",
      scan: "用要添加的微信扫一扫",
      steps: ["换个人扫码", "关注", "在网页上输入配对码"],
    },
    pair: { label: "配对码", submit: "添加", wrong: "配对码不对" },
    prove: {
      title: "先确认是你本人",
      act: "用手机确认",
      scan: "用这个账号的微信扫一扫",
      steps: ["用这个账号的微信扫码", "在手机上确认"],
    },
    says: {
      loading: "正在获取二维码…",
      code: "把这串数字发给「{}」",
      scanned: "已扫码，请在手机上确认",
      number: "在手机上选这个数字",
      granted: "已确认…",
      elsewhere: "已在另一个窗口继续",
      expired: "二维码过期了",
      offline: "网络不太顺畅，正在重新连接…",
      by_person: "手机上点了“不是我”，什么都没有改变",
      pairing: "那个微信收到了六位配对码，请在这里输入",
      wrong_number: "数字不对，什么都没有改变",
      wrong_pairing_code: "配对码错了三次，什么都没有改变",
      conflict: "没有添加：这个微信已有自己的账号",
      account_suspended: "账号已被停用，什么都没有改变",
      not_admitted: "这里只对指定的人开放，什么都没有改变",
      wechat_lost: "这个微信已登记为丢失，什么都没有改变",
      error: "没有成功，请再试一次",
      identity_taken: "这个微信已经是别的账号的了。",
    },
  },
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
  methods: "Ways to sign in",
  members: "Sign in",
  steps: "Steps",
  phone: "Simulated phone",
  closePhone: "Back to the page",
  progress: {
    waiting: "Over to the phone",
    scanned: "Scanned: confirm",
    asked: "Confirm on the page",
    pairing: "Type the pairing code on the page",
    phone: "Type your number",
    sms: "Type in the code",
    signedIn: "Signed in",
    insideDone: "Signed in here",
    linked: "Added",
    over: "Please try again",
  },
  readSms: "Read the text message",
  lookAtPhone: "Look at the phone",
  tryThis: "Sign out and try “{}”",
  fillIn: "Fill it in",
  zone: "Beijing time",
  wechatPage: "WeChat’s login page",
  insideTitle: "Open the shop inside WeChat",
  insideText: "Scan this to open the page in WeChat. There one tap signs you in, without another scan.",
  insideDone: "Signed in, in the phone’s WeChat. This page is in another browser, where nothing has changed.",
  insideQr: "QR code of the shop’s address",
  insideWelcome: "Welcome. You are reading this page inside WeChat.",
  insideAct: "WeChat login",
  signedIn: "Signed in",
  firstSignIn: "First sign-in",
  lastSignIn: "Last sign-in",
  wechats: "WeChats of this account",
  linking: {
    add: "Add a WeChat",
    cancel: "Cancel",
    again: "Another QR code",
    remove: "Remove",
    restore: "Restore",
    isCurrent: "Signed in with this one",
    since: "since {}",
    isRemoved: "Removed: seven days to restore it",
    added: "Added. It can sign in from now on.",
    hadIt: "The account has this one already.",
    failed: "That did not work. Please try again.",
    qr: "QR code",
    link: {
      title: "Add a WeChat",
      act: "Scan with another phone",
      scan: "Scan with the WeChat to add",
      steps: ["Scan as somebody else", "Follow", "Type the pairing code here"],
    },
    pair: { label: "Pairing code", submit: "Add", wrong: "Wrong pairing code" },
    prove: {
      title: "First, is it you?",
      act: "Confirm with the phone",
      scan: "Scan with a WeChat of this account",
      steps: ["Scan with a WeChat of the account", "Confirm on the phone"],
    },
    says: {
      loading: "Getting a QR code…",
      code: "Send these digits to {}",
      scanned: "Scanned: confirm on the phone",
      number: "Pick this number on the phone",
      granted: "Confirmed…",
      elsewhere: "Continued in another window",
      expired: "The code has expired",
      offline: "No connection. Trying again…",
      by_person: "“Not me” was chosen: nothing has changed",
      pairing: "That WeChat was told a six-digit pairing code. Type it here",
      wrong_number: "Wrong number: nothing has changed",
      wrong_pairing_code: "Three wrong codes: nothing has changed",
      conflict: "Not added: this WeChat has its own account",
      account_suspended: "The account is suspended: nothing has changed",
      not_admitted: "Open to listed people only: nothing has changed",
      wechat_lost: "This WeChat is marked as lost: nothing has changed",
      error: "That did not work. Please try again.",
      identity_taken: "This WeChat is another account’s by now.",
    },
  },
  signOut: "Sign out",
  signOutFailed: "That did not work. Please try again.",
  otherLanguage: "中文",
  foot: "A demo of Saoma.",
  log: "See every call and push",
};

export const demoTexts = (language: Language): DemoTexts => (language === "en" ? english : chinese);
