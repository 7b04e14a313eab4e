import { broken, good, type Kind, warning } from "./kind.ts";

/** What the doctor finds about a source's AppSecret, its tokens and the clock. */
export const wechatFindings = {
  "wechat.none": good([
    "{appid} does not call WeChat: it has no AppSecret and needs none.",
    "{appid} 不调用微信的任何接口：它没有 AppSecret，也不需要。",
  ]),
  "wechat.good": good(["WeChat knows {appid} and its AppSecret.", "微信认得 {appid} 和它的 AppSecret。"]),
  "wechat.unreachable": broken(
    ["{appid} cannot ask WeChat. {message}", "{appid} 没法向微信查询。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "wechat.address": broken(
    ["{appid} gets no token of WeChat. {message}", "{appid} 拿不到微信的 access_token。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "wechat.secret": broken(
    ["{appid} and its AppSecret do not fit. {message}", "{appid} 和它的 AppSecret 对不上。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "wechat.appid": broken(
    ["{appid} is not known. {message}", "微信不认得 {appid}。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "wechat.refused": broken(
    ["{appid} may not ask WeChat. {message}", "微信不许 {appid} 查询。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "clock.good": good([
    "This machine's clock is within {seconds} s of WeChat's.",
    "这台机器的时钟和微信相差不到 {seconds} 秒。",
  ]),
  "clock.off": warning(
    ["This machine's clock is {seconds} s off WeChat's.", "这台机器的时钟和微信差 {seconds} 秒。"],
    [
      "Set it by NTP (chrony, systemd-timesyncd); from 300 s on, pushes are refused.",
      "用 NTP 校准时钟（chrony、systemd-timesyncd）；差到 300 秒，推送就会被拒绝。",
    ],
  ),
  "clock.wrong": broken(
    [
      "This machine's clock is {seconds} s off WeChat's, and pushes more than 300 s off are refused.",
      "这台机器的时钟和微信差 {seconds} 秒，相差 300 秒以上的推送会被拒绝。",
    ],
    ["Set it by NTP (chrony, systemd-timesyncd).", "用 NTP 校准时钟（chrony、systemd-timesyncd）。"],
  ),
  "token.elsewhere": warning(
    [
      "Other software fetched the classic access token of {appid} {count} times today.",
      "今天有其他程序取了 {count} 次 {appid} 旧接口的 access_token。",
    ],
    [
      "It does no harm to Saoma, which uses the stable one. If those programs end each other's tokens, give them this one: GET /admin/v1/sources/{appid}/access-token.",
      "Saoma 用的是稳定版接口，不受影响。如果那些程序互相让对方的 token 失效，就让它们来要这一个：GET /admin/v1/sources/{appid}/access-token。",
    ],
  ),
  "token.classic": warning(
    [
      "{appid} uses the classic access token, which each fetch by other software ends.",
      "{appid} 用的是旧接口的 access_token，其他程序每取一次它就失效。",
    ],
    [
      'Remove tokens: "classic" from the source, and let other software ask Saoma for the token.',
      '去掉这个微信账号的 tokens: "classic"，让其他程序向 Saoma 要 token。',
    ],
  ),
} as const satisfies Readonly<Record<string, Kind>>;
