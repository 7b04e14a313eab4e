import { broken, good, type Kind, warning } from "./kind.ts";

/** What the doctor finds about what a source may do at WeChat. */
export const abilitiesFindings = {
  "qr.good": good([
    "{appid} may make QRs, and has {left} of {limit} left today.",
    "{appid} 能生成二维码，今天 {limit} 个里还剩 {left} 个。",
  ]),
  "qr.uncounted": good([
    "{appid} may make QRs; WeChat does not say how many are left today.",
    "{appid} 能生成二维码；今天还剩多少，微信没有说。",
  ]),
  "qr.low": warning(
    ["{appid} has only {left} of {limit} QRs left today.", "{appid} 今天 {limit} 个二维码里只剩 {left} 个。"],
    ["Sign-ins fall back to codes then; look for who makes so many.", "用完之后改用登录码；找找是谁生成了这么多。"],
  ),
  "qr.refused": warning(
    [
      "{appid} makes no QRs. {message} Sign-ins fall back to codes.",
      "{appid} 生成不了二维码。{message} 登录改用登录码。",
    ],
    ["{remedy}", "{remedy}"],
  ),
  "menu.good": good(["{appid} has a menu of {count} buttons.", "{appid} 有菜单，{count} 个按钮。"]),
  "menu.none": good([
    "{appid} has no menu that was made by the API; npx saoma menu set makes one.",
    "{appid} 没有用接口建的菜单；npx saoma menu set 可以建。",
  ]),
  "menu.refused": warning(
    ["{appid} may have no menu. {message}", "{appid} 不能有菜单。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "callback.none": warning(
    [
      "WeChat knows no server URL of {appid} that it would look up (40201).",
      "微信不知道 {appid} 有可以检测的服务器地址（40201）。",
    ],
    [
      "Enter {url} in its console, with Token and EncodingAESKey, and switch it on (启用).",
      "在后台填上 {url}、令牌（Token）和 EncodingAESKey，并启用。",
    ],
  ),
  "callback.dns": broken(
    [
      "WeChat does not find the host of the server URL of {appid} in DNS.",
      "微信在 DNS 里找不到 {appid} 的服务器地址的域名。",
    ],
    ["Look at the host's DNS records as seen from mainland China.", "从中国内地查一下这个域名的 DNS 记录。"],
  ),
  "addresses.missing": broken(
    [
      "WeChat pushes to {appid} from {addresses}, which ipList lacks.",
      "微信从 {addresses} 给 {appid} 推送，而 ipList 里没有。",
    ],
    [
      "Add them to sources[].ipList; they change, so look again now and then.",
      "加进 sources[].ipList；它们会变，隔一段时间再看看。",
    ],
  ),
  "login-page.good": good([
    "WeChat's sign-in page opens for {appid} and comes back to {host}.",
    "{appid} 的微信登录页打得开，会回到 {host}。",
  ]),
  "login-page.refused": broken(
    ["WeChat's sign-in page does not open for {appid}: {words}.", "{appid} 的微信登录页打不开：{words}。"],
    [
      "Set 授权回调域 on the Open Platform to {host}, and see that 微信登录 is granted.",
      "在开放平台把授权回调域设成 {host}，并确认已获得微信登录权限。",
    ],
  ),
  "code.good": good(["{appid} makes codes that open {page}.", "{appid} 能生成打开 {page} 的小程序码。"]),
  "code.limited": good([
    "{appid} makes codes of which it has 100,000 ever; none was made to try.",
    "{appid} 用的是一共只有 100,000 个的小程序码；没有为了试而生成。",
  ]),
  "code.refused": broken(
    ["{appid} makes no codes. {message}", "{appid} 生成不了小程序码。{message}"],
    ["{remedy}", "{remedy}"],
  ),
  "link.good": good([
    "{appid} makes links that open {page} from outside WeChat.",
    "{appid} 能生成链接，从微信外面打开 {page}。",
  ]),
  "link.refused": warning(
    [
      "{appid} makes no links for phones outside WeChat. {message}",
      "{appid} 生成不了给微信外面的手机用的链接。{message}",
    ],
    ["{remedy}", "{remedy}"],
  ),
} as const satisfies Readonly<Record<string, Kind>>;
