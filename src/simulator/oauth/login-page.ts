// The simulated page with the QR of a website login.
import type { Simulation } from "../simulation.ts";
import { mayReturnTo } from "./callback.ts";
import { html, pageOf } from "./html.ts";
import { badLoginPage } from "./pages.ts";
import type { Login } from "./qrconnect.ts";

const words = {
  cn: {
    title: "微信登录",
    wait: ["使用微信扫一扫登录", ""],
    scanned: ["扫描成功", "在微信中轻触允许即可登录"],
    cancelled: ["你已取消此次登录", "你可再次扫描登录，或关闭窗口"],
    expired: ["二维码已失效", "刷新页面再试"],
    done: ["登录成功", "正在返回"],
  },
  en: {
    title: "WeChat Login",
    wait: ["Scan with WeChat to log in", ""],
    scanned: ["Scanned", "Tap Allow in WeChat to log in"],
    cancelled: ["You cancelled this login", "Scan again, or close the window"],
    expired: ["The QR code has expired", "Reload the page"],
    done: ["Logged in", "Going back"],
  },
} as const;

/**
 * `GET /connect/qrconnect`: the page with the QR of a website login, or an error page. Each page has a QR of its own.
 */
export function loginPage(sim: Simulation, query: URLSearchParams): Response {
  const account = sim.accounts.get(query.get("appid") ?? "");
  if (account?.kind !== "website" || account.banned) return badLoginPage("AppID 参数错误");
  const scopes = (query.get("scope") ?? "").split(",");
  if (!account.abilities.includes("oauth") || !scopes.includes("snsapi_login"))
    return badLoginPage("Scope 参数错误或没有 Scope 权限");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!mayReturnTo(account, redirectUri)) return badLoginPage("redirect_uri 参数错误");
  return drawn(sim, sim.oauth.logins.open(account, redirectUri, query.get("state") ?? ""), query);
}

function drawn(sim: Simulation, login: Login, query: URLSearchParams): Response {
  const lang = query.get("lang") === "en" ? "en" : "cn";
  const texts = words[lang];
  const states = (["wait", "scanned", "cancelled", "expired", "done"] as const).map(
    (name) => html`<div class="status ${name}"><b>${texts[name][0]}</b><small>${texts[name][1]}</small></div>`,
  );
  const href = query.get("href") ?? "";
  const isLite = query.get("stylelite") === "1";
  return pageOf({
    title: texts.title,
    lang: lang === "en" ? "en" : "zh-CN",
    className: classOf(query, isLite),
    script: "/connect/qrconnect.js",
    // WeChat ignores `href` for the lite look.
    styles: !isLite && /^(https?:\/\/|data:text\/css;base64,)/.test(href) ? [href] : [],
    isFramedByAnyone: true,
    data: {
      uuid: login.uuid,
      status: "wait",
      redirect: login.redirectUri,
      state: login.state,
      self: String(query.get("self_redirect") === "true"),
      refusal: String(sim.settings.refusalRedirects),
    },
    body: html`<main><h1 class="title">${texts.title}</h1>
<img class="qrcode lightBorder" src="/connect/qrcode/${login.uuid}" alt="QR" width="280" height="280">
<div class="info" role="status">${states}</div><p>${login.account.name}</p></main>`,
  });
}

function classOf(query: URLSearchParams, isLite: boolean): string {
  const scheme = query.get("color_scheme") ?? "";
  return [
    "login impowerBox",
    query.get("login_type") === "jssdk" && "framed",
    isLite && "lite",
    // `style=black` means dark text on a light page, `white` light text on a dark page.
    query.get("style") === "white" && "black",
    ["dark", "light"].includes(scheme) && scheme,
  ]
    .filter(Boolean)
    .join(" ");
}
