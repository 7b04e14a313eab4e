/** The languages the widget speaks. */
export type Language = "zh-CN" | "en";

/** What is said: a headline, and where it helps a second line. */
export type Saying = readonly [headline: string, detail?: string];

/** In Chinese and in English. `|` parts a headline from its detail, `{}` is filled in. Codes of failures go by their names. */
const table = {
  title: ["微信登录", "Sign in with WeChat"],
  qr: ["微信登录二维码", "QR code of WeChat"],
  loading: ["正在获取二维码…", "Getting a QR code…"],
  pending: ["打开微信，扫一扫|然后看手机上的提示", "Scan with WeChat|Then look at your phone"],
  miniProgram: ["打开微信，扫一扫|然后在手机上允许登录", "Scan with WeChat|Then allow it on your phone"],
  byPicture: [
    "用微信打开二维码|保存图片，在微信“扫一扫”里从相册选它",
    "Open this code in WeChat|Save it, then pick it in WeChat’s scanner",
  ],
  byLink: ["在微信里登录|允许后回到这里", "Sign in with WeChat|Allow it there, then come back here"],
  open: ["打开微信", "Open WeChat"],
  save: ["保存图片", "Save picture"],
  code: [
    "在微信里发送登录码|关注「{}」，把这串数字发给它",
    "Send this code in WeChat|Follow {} and send it these digits",
  ],
  copy: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  accountQr: ["「{}」的二维码", "QR code of {}"],
  enterCode: ["聊天里收到了登录码？填在这里|登录", "Has the chat given you a code?|Sign in"],
  sendPhone: ["手机号|发送验证码", "Phone number|Send code"],
  enterOtp: ["验证码|确定", "Code|OK"],
  phone: ["绑定手机号|我们会发一条验证码短信", "Your phone number|We send a code by SMS"],
  otp: ["填写验证码|已发送到 {}", "Enter the code|We sent it to {}"],
  resend: ["重发或换号码", "Resend, or another number"],
  wrong_phone: ["请填写有效的手机号", "This is no phone number"],
  wrong_otp: ["验证码不对，或已过期", "The code is wrong, or over"],
  sms_unavailable: ["短信暂时发不出去|请稍后再试", "No SMS can be sent|Please try again later"],
  elsewhere: [
    "已在另一个窗口继续|在那边登录，这里也会登录",
    "Open in another window|Sign in there, and you are signed in here",
  ],
  takeBack: ["在这里继续", "Go on here"],
  wrong_code: ["没有这个登录码，或已过期", "There is no such code, or it is over"],
  number: [
    "在手机上选 {}|微信聊天里会问你网页上的数字",
    "Pick {} on your phone|The chat asks which number is shown here",
  ],
  scanned: ["已扫码|请在手机上确认登录", "Scanned|Confirm on your phone"],
  welcome: ["{}，你好|请在手机上确认登录", "Hello, {}|Confirm on your phone"],
  granted: ["已确认|正在登录…", "Confirmed|Signing you in…"],
  continue: [
    "以「{}」登录？|上次在这里登录的是另一个账号。不是你扫的码，就不要继续",
    "Continue as {}?|Another account was here last. If you did not scan, do not continue",
  ],
  proceed: ["继续", "Continue"],
  refresh: ["不是我", "Not me"],
  signedIn: ["{}|登录成功", "{}|You are signed in"],
  expired: ["已过期|点一下，换一个新的", "This code has expired|Tap for a new one"],
  renew: ["刷新", "Refresh"],
  retry: ["重试", "Try again"],
  by_person: ["已取消登录|你在手机上选择了“不是我”", "Sign-in cancelled|You chose “not me” on the phone"],
  wrong_number: ["数字不对|手机上选的不是网页上的数字", "Wrong number|It is not the one shown here"],
  newcomer_refused: ["暂不能登录|本站目前不接受新用户", "Not possible yet|This site takes no new members now"],
  conflict: [
    "这个手机号已有账号|请用那个账号的微信登录，或换一个号码",
    "This number has an account|Sign in with its WeChat, or use another number",
  ],
  offline: ["网络不太顺畅|请检查网络，正在重新连接…", "No connection|Check your network. Trying again…"],
  error: ["登录服务出了点问题|请稍后再试", "Sign-in has a problem|Please try again later"],
  rate_limited: ["操作太频繁了|请稍后再试", "Too many tries|Please try again later"],
  channel_unavailable: ["微信登录暂时不可用|请稍后再试", "WeChat sign-in is away|Please try again later"],
  attempt_not_found: [
    "浏览器没有保存登录信息|请允许本站使用 Cookie 后重试",
    "Your browser kept nothing|Allow cookies and try again",
  ],
  origin_not_allowed: ["本站还没有开通登录|请联系本站", "Not set up for this site|Please contact the site"],
} as const satisfies Record<string, readonly [chinese: string, english: string]>;

export type TextName = keyof typeof table;

export const isText = (name: string): name is TextName => name in table;

/** Says something, headline and detail. */
export type Say = (name: TextName, fill?: string) => Saying;

export function sayIn(language: Language): Say {
  const index = language === "en" ? 1 : 0;
  return (name, fill = "") => {
    const [headline = "", detail] = table[name][index].split("|");
    // By a function: what is filled in may hold a `$`.
    const filled = headline.replace("{}", () => fill);
    return detail === undefined ? [filled] : [filled, detail.replace("{}", () => fill)];
  };
}

/** The first of `tags` (as in BCP 47) that is spoken here; Chinese where none is. */
export function languageFor(tags: readonly string[]): Language {
  const spoken = tags.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag === "zh" || tag === "en");
  return spoken === "en" ? "en" : "zh-CN";
}
