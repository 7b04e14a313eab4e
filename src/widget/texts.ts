import type { DeclineReason } from "../client/index.ts";

/** The languages the widget speaks. */
export type Language = "zh-CN" | "en";

/** What is said: a headline, and where it helps a second line. */
export type Saying = readonly [headline: string, detail?: string];

export interface Texts {
  readonly title: string;
  /** Describes the QR to whoever cannot see it. */
  readonly qr: string;
  readonly loading: Saying;
  readonly pending: Saying;
  /** The same for the code of a mini-program. */
  readonly miniProgram: Saying;
  readonly codeTitle: string;
  /** What to do with a code: `name` is the account it goes to. */
  readonly code: (name: string) => Saying;
  readonly copy: string;
  readonly copied: string;
  readonly accountQr: (name: string) => string;
  /** Before the line for a code that the chat gave, and on its button. */
  readonly entry: string;
  readonly enter: string;
  /** What went wrong with it, by code; the last one for any other. */
  readonly entryErrors: Readonly<Record<string, string>> & { readonly other: string };
  readonly codeExpired: Saying;
  readonly codeAgain: string;
  /** To be picked in the chat. */
  readonly number: (number: string) => Saying;
  /** Where WeChat's own page does it, and the button that leads there. */
  readonly link: Saying;
  readonly go: string;
  readonly scanned: Saying;
  /** A newcomer is to show that a phone is theirs. */
  readonly phone: Saying;
  readonly granted: Saying;
  readonly signedIn: (isNew: boolean) => string;
  readonly expired: Saying;
  /** The same where there was no QR. */
  readonly linkExpired: Saying;
  readonly declined: Readonly<Record<DeclineReason, Saying>>;
  /** Another tab or window of this browser goes on with it; the button goes on here. */
  readonly elsewhere: Saying;
  readonly takeBack: string;
  readonly offline: Saying;
  readonly error: Saying;
  /** Instead of `error`, where there is something better to say about a code. */
  readonly errors: Readonly<Record<string, Saying>>;
  readonly refresh: string;
  readonly again: string;
  readonly retry: string;
}

const chinese: Texts = {
  title: "微信扫码登录",
  qr: "微信登录二维码",
  loading: ["正在获取二维码…"],
  pending: ["打开微信，扫一扫", "扫码后按手机上的提示操作"],
  miniProgram: ["打开微信，扫小程序码", "在打开的小程序里点“允许登录”"],
  codeTitle: "微信登录",
  code: (name) => ["在微信里发送登录码", `关注「${name}」，把这串数字发给它`],
  copy: "复制",
  copied: "已复制",
  accountQr: (name) => `「${name}」的二维码`,
  entry: "聊天里收到了登录码？填在这里",
  enter: "登录",
  entryErrors: {
    wrong_code: "没有这个登录码，或已过期",
    rate_limited: "试的次数太多了，请换一个登录码，稍后再试",
    other: "没有成功，请再试一次",
  },
  codeExpired: ["登录码已过期", "点一下，换一个新的"],
  codeAgain: "重新登录",
  number: (number) => [`在手机上选 ${number}`, "微信聊天里会问你网页上的数字"],
  link: ["用微信登录", "在微信的页面上确认，然后回到这里"],
  go: "微信登录",
  scanned: ["已扫码", "请在手机上确认登录"],
  phone: ["还差一步", "请验证手机号"],
  granted: ["已确认", "正在登录…"],
  signedIn: (isNew) => (isNew ? "欢迎，登录成功" : "欢迎回来"),
  expired: ["二维码已过期", "点一下，换一个新的"],
  linkExpired: ["等得太久了", "点一下，重新开始"],
  declined: {
    by_person: ["已取消登录", "您在手机上选择了“不是我”"],
    wrong_number: ["数字不对", "您在手机上选的不是网页上的数字"],
    newcomer_refused: ["暂不能登录", "本站目前不接受新用户"],
    conflict: ["无法登录", "这个微信已与另一个账号关联，请联系本站"],
  },
  elsewhere: ["已在另一个窗口继续", "在那边登录后，这里也会登录"],
  takeBack: "在这里继续",
  offline: ["网络不太顺畅", "正在重新连接…"],
  error: ["登录服务出了点问题", "请稍后再试"],
  errors: {
    rate_limited: ["操作太频繁了", "请稍等片刻，会自动重试"],
    channel_unavailable: ["微信登录暂时不可用", "会自动重试，也可以稍后再来"],
    attempt_not_found: ["浏览器没有保存登录信息", "请允许本站使用 Cookie 后重试"],
    origin_not_allowed: ["本站还没有开通登录", "请联系本站管理员"],
  },
  refresh: "刷新",
  again: "重新扫码",
  retry: "重试",
};

const english: Texts = {
  title: "Sign in with WeChat",
  qr: "QR code for signing in with WeChat",
  loading: ["Getting a QR code…"],
  pending: ["Scan with WeChat", "Then follow the steps on your phone"],
  miniProgram: ["Scan with WeChat", "Then allow it in the mini-program that opens"],
  codeTitle: "Sign in with WeChat",
  code: (name) => ["Send this code in WeChat", `Follow ${name} and send it these digits`],
  copy: "Copy",
  copied: "Copied",
  accountQr: (name) => `QR code of ${name}`,
  entry: "Has the chat given you a code?",
  enter: "Sign in",
  entryErrors: {
    wrong_code: "There is no such code, or it is over",
    rate_limited: "Too many tries. Get another code and try later",
    other: "That did not work. Please try again",
  },
  codeExpired: ["This code is over", "Tap for a new one"],
  codeAgain: "Start again",
  number: (number) => [`Pick ${number} on your phone`, "The chat asks which number is shown here"],
  link: ["Sign in with WeChat", "Confirm on WeChat’s page, then come back here"],
  go: "WeChat login",
  scanned: ["Scanned", "Confirm on your phone"],
  phone: ["One more step", "Verify your phone number"],
  granted: ["Confirmed", "Signing you in…"],
  signedIn: (isNew) => (isNew ? "Welcome, you are signed in" : "Welcome back"),
  expired: ["This code has expired", "Tap for a new one"],
  linkExpired: ["That took too long", "Tap to begin again"],
  declined: {
    by_person: ["Sign-in cancelled", "You chose “not me” on the phone"],
    wrong_number: ["Another number", "You picked another number than this page showed"],
    newcomer_refused: ["Not possible yet", "This site takes no new members now"],
    conflict: ["Not possible", "This WeChat belongs to another account. Please contact the site"],
  },
  elsewhere: ["This goes on in another window", "Sign in there, and you are signed in here, too"],
  takeBack: "Go on here",
  offline: ["No connection", "Trying again…"],
  error: ["Sign-in has a problem", "Please try again later"],
  errors: {
    rate_limited: ["Too many tries", "One moment, it goes on by itself"],
    channel_unavailable: ["WeChat sign-in is away", "It is tried again by itself"],
    attempt_not_found: ["Your browser kept nothing", "Allow cookies for this site and try again"],
    origin_not_allowed: ["Not set up for this site", "Please tell the site’s owner"],
  },
  refresh: "Refresh",
  again: "Scan again",
  retry: "Try again",
};

export const textsIn = (language: Language): Texts => (language === "en" ? english : chinese);

/** The first of `tags` (as in BCP 47) that is spoken here; Chinese where none is. */
export function languageFor(tags: readonly string[]): Language {
  const spoken = tags.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag === "zh" || tag === "en");
  return spoken === "en" ? "en" : "zh-CN";
}
