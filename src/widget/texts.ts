/** The languages the widget speaks. */
export type Language = "zh-CN" | "en";

/** A headline and, in some states, a second line. */
export type Message = readonly [headline: string, detail?: string | undefined];

/**
 * The texts, as parts separated by `|`: first the Chinese ones (a headline and perhaps a detail), then as many in English.
 * `{}` is replaced by a value. The text of a failure has the failure's code as its key.
 */
const table = {
  title: "微信登录|Sign in with WeChat",
  qr: "微信登录二维码|QR code of WeChat",
  loading: "正在获取二维码…|Getting a QR code…",
  pending: "打开微信，扫一扫|然后看手机上的提示|Scan with WeChat|Then look at your phone",
  miniProgram: "打开微信，扫一扫|然后在手机上允许登录|Scan with WeChat|Then allow it on your phone",
  byPicture:
    "用微信打开二维码|保存图片，在“扫一扫”里从相册选它|Open this code in WeChat|Save it, then pick it in the scanner",
  byLink: "在微信里登录|允许后回到这里|Sign in with WeChat|Allow it, then come back here",
  open: "打开微信|Open WeChat",
  save: "保存图片|Save picture",
  code: "在微信里发送登录码|关注「{}」，发给它|Send this code in WeChat|Follow {} and send it there",
  askForCode: "在微信里拿登录码|关注「{}」，发送“登录”|Get a code in WeChat|Follow {} and send it “login”",
  received: "已收到登录码|请在手机上确认登录|Code received|Confirm on your phone",
  copy: "复制|Copy",
  copied: "已复制|Copied",
  accountQr: "「{}」的二维码|QR code of {}",
  enterCode: "聊天里收到了登录码？|登录|Has the chat given you a code?|Sign in",
  enterInvitation: "邀请码|使用|Invitation code|Use it",
  invited: "用你的新微信|然后输入它收到的配对码|Use your new WeChat|Then type the pairing code that it shows",
  wrong_invitation: "邀请码不对，或已过期|No such invitation, or it has expired",
  invitation_too_early: "邀请码从 {} 起才能使用|This invitation is in force from {}",
  pairing:
    "输入配对码|微信里收到的六位数字，只在你自己打开的网页上输入|Type the pairing code|The six digits that WeChat just showed you",
  tooManyPairings: "配对码错了三次|请重新登录|Three wrong pairing codes|Please sign in again",
  pair: "配对码|下一步|Pairing code|Next",
  wrong_pairing_code: "配对码不对|Wrong pairing code",
  agreeTo: "用「{}」继续？|不是你本人，就不要继续|Continue as {}?|Do not continue if this is not you",
  opens:
    "进入账号「{}」？|{} 添加了这个微信，这是第一次用它登录|Open the account {}?|This WeChat was added to it on {} and signs in for the first time",
  disown: "不是我的账号|Not my account",
  agree: "是我，继续|Yes, it's me",
  phone: "绑定手机号|我们用短信发送验证码|Your phone number|We send a code by SMS",
  sendPhone: "手机号|发送验证码|Phone number|Send code",
  wrong_phone: "请填写有效的手机号|Enter a valid phone number",
  otp: "填写验证码|已发送到 {}|Enter the code|We sent it to {}",
  enterOtp: "验证码|确定|Code|OK",
  wrong_otp: "验证码不对，或已过期|Wrong code, or expired",
  wrong_code: "没有这个登录码，或已过期|No such code, or expired",
  resend: "重发或换号码|Resend or edit number",
  elsewhere:
    "已在另一个窗口继续|在那边登录，这里也会登录|Continued in another window|Sign in there, and you are signed in here too",
  takeBack: "在这里继续|Continue here",
  number:
    "在手机上选或填 {}|微信里会问网页上的数字|Pick or type {} on your phone|WeChat asks which number is shown here",
  wrong_number: "数字不对|手机上选的不是网页上的数字|Wrong number|It is not the one shown here",
  scanned: "已扫码|请在手机上确认登录|Scanned|Confirm on your phone",
  welcome: "{}，你好|请在手机上确认登录|Hello, {}|Confirm on your phone",
  granted: "已确认|正在登录…|Confirmed|Signing you in…",
  by_person: "已取消登录|手机上选了“不是我”|Sign-in cancelled|You chose “Not me” on your phone",
  refresh: "不是我|Not me",
  continue:
    "以「{}」登录？|上次在这里登录的是另一个账号。不是你扫的码，就不要继续|Continue as {}?|Another account was here last. Do not continue if you did not scan",
  continueByCode:
    "以「{}」登录？|上次在这里登录的是另一个账号。验证码不是你的，就不要继续|Continue as {}?|Another account was here last. Do not continue if the code was not yours",
  proceed: "继续|Continue",
  terms: "请阅读并同意|同意后就登录|Please read and agree|Then you are signed in",
  agreeToTerms: "同意并登录|Agree and sign in",
  disagree: "不同意|No",
  signedIn: "{}|已登录|{}|You are signed in",
  identity_added:
    "你的账号添加了另一个微信。不是你操作的？请在账号页面移除它|Another WeChat was added to your account. Not you? Remove it on your account page",
  identity_restored:
    "你的账号恢复了一个移除过的微信。不是你操作的？请再移除它|A removed WeChat was restored to your account. Not you? Remove it again",
  identity_removed: "你的账号移除了一个微信|A WeChat was removed from your account",
  identity_taken_back: "新添加的微信已被收回|The WeChat that had been added was removed again",
  identity_lost: "你账号里的一个微信已登记为丢失|A WeChat of your account is marked as lost",
  account_invited:
    "本站为你的账号发出了邀请码。不是你要的？请联系本站|An invitation to your account was given out. Not you? Tell the site",
  removal_announced:
    "有人申请移除你账号里的一个微信。不同意？请在聊天里或账号页面反对|Somebody asked to remove a WeChat of yours. Not you? Object in the chat or on your account page",
  deletion_announced:
    "有人申请注销你的账号。不同意？请在聊天里或账号页面反对|Somebody asked to delete your account. Not you? Object in the chat or on your account page",
  phone_announced:
    "有人申请更换你账号的手机号。不同意？请在聊天里或账号页面反对|Somebody asked to change your phone number. Not you? Object in the chat or on your account page",
  invitation_announced:
    "本站为你的账号生成了邀请码，24 小时后生效。不是你要的？请在聊天里或账号页面取消|An invitation to your account comes into force after 24 hours. Not you? Cancel it in the chat or on your account page",
  change_stopped: "一项申请已取消，什么都没有改变|A requested change was cancelled. Nothing has changed",
  phone_changed: "你账号的手机号已更换|The phone number of your account was changed",
  number_lost: "你账号的手机号已是别人的|The phone number of your account now belongs to somebody else",
  signOut: "退出登录|Sign out",
  not_signed_out: "没能退出，请再试|Not signed out, try again",
  expired: "已过期|点一下，换一个新的|Expired|Tap for a new one",
  renew: "刷新|Refresh",
  retry: "重试|Try again",
  newcomer_refused: "暂时不能登录|本站不接受新用户|Cannot sign in|This site does not take new users at present",
  conflict:
    "这个手机号已有账号|请用那个账号的微信登录，或换一个号码|This number has an account|Sign in with its WeChat, or use another number",
  wechat_lost:
    "这个微信已登记为丢失|请换一个微信，或联系本站|This WeChat is marked as lost|Use another one, or ask the site",
  account_suspended: "账号已被停用|有疑问？请联系本站|Your account is suspended|If you have questions, ask the site",
  not_admitted: "这里只对指定的人开放|需要进入？请联系本站|Open to listed people only|To be let in, ask the site",
  newOwner: "这个号码是我新办的|I just got this number",
  offline: "网络不太顺畅|正在重新连接…|No connection|Trying again…",
  error: "登录服务出了点问题|请稍后再试|Something went wrong|Try again later",
  rate_limited: "操作太频繁了|请稍后再试|Too many tries|Try again later",
  channel_unavailable: "微信登录暂时不可用|请稍后再试|WeChat sign-in is unavailable|Try again later",
  sms_unavailable: "短信暂时不可用|请稍后再试|SMS is unavailable|Try again later",
  attempt_not_found:
    "浏览器没有保存登录信息|请允许 Cookie 后重试|Your browser did not keep the sign-in|Allow cookies and try again",
  origin_not_allowed: "本站还没有开通登录|请联系本站|Not set up for this site|Please contact the site",
} as const satisfies Record<string, `${string}|${string}`>;

export type TextName = keyof typeof table;

export const isText = (name: string): name is TextName => name in table;

/** Returns a text in the widget's language; `fill` replaces `{}`. */
export type Translate = (name: TextName, fill?: string) => Message;

export function createTranslate(language: Language): Translate {
  return (name, fill = "") => {
    const parts: string[] = table[name].split("|");
    const first = language === "en" ? parts.length / 2 : 0;
    // A function, because `replace` would interpret a `$` in a string.
    const [headline = "", detail] = parts
      .slice(first, first + parts.length / 2)
      .map((part) => part.replace("{}", () => fill));
    return [headline, detail];
  };
}

/** The first of `tags` (BCP 47) that the widget supports; Chinese if it supports none. */
export function languageFor(tags: readonly string[]): Language {
  const spoken = tags.find((tag) => /^(zh|en)\b/i.test(tag));
  return /^en/i.test(`${spoken}`) ? "en" : "zh-CN";
}
