import { createHash } from "node:crypto";
import { raw } from "hono/html";
import type { Language } from "../domain/language.ts";
import type { OauthPageState } from "./browser/oauth-state.ts";
import { type Html, html, htmlPage } from "./html.ts";

interface Texts {
  readonly title: string;
  readonly again: string;
  /** What a browser without scripts presses. */
  readonly goOn: string;
  /** Leads to the page that one came from, where nothing came of it. */
  readonly back: string;
  readonly states: Readonly<Record<OauthPageState, readonly [headline: string, detail: string]>>;
}

const texts: Readonly<Record<Language, Texts>> = {
  "zh-CN": {
    title: "微信登录",
    again: "重试",
    goOn: "继续",
    back: "回到原来的页面",
    states: {
      working: ["请稍候…", "正在与微信确认"],
      granted: ["登录成功", "可以关闭这个页面了"],
      phone_required: ["还差一步", "请回到原来的页面，验证手机号"],
      done: ["已确认", "请回到原来的页面继续"],
      declined: ["暂不能登录", "本站目前不接受新用户"],
      phoneConflict: ["无法登录", "这个手机号属于另一个账号。请用那个账号的微信登录"],
      linkConflict: ["没有添加", "这个微信已有自己的账号，什么都没有改变"],
      proofConflict: ["没有确认", "这个微信不属于正在操作的账号，什么都没有改变"],
      suspended: ["没有登录", "你的账号已被停用。有疑问？请联系本站"],
      notAdmitted: ["没有登录", "这里只对指定的人开放，这个微信不在其中。需要进入？请联系本站"],
      lost: ["没有成功", "这个微信已登记为丢失，不能登录。已经找回？请联系本站"],
      snapshot: ["还差一步", "当前是微信的快照页。请点页面底部的“使用完整服务”"],
      ended: ["已经失效", "请回到原来的页面，再来一次"],
      refused: ["没有成功", "微信的授权已经用过或过期。请回到原来的页面，再来一次"],
      unknown: ["没有找到这次登录", "请回到原来的页面，在同一个浏览器里再来一次"],
      trouble: ["网络不太顺畅", "请稍后重试"],
    },
  },
  en: {
    title: "Sign in with WeChat",
    again: "Try again",
    goOn: "Continue",
    back: "Back to the page",
    states: {
      working: ["One moment…", "Checking with WeChat"],
      granted: ["You are signed in", "You can close this window"],
      phone_required: ["One more step", "Go back to the page that you came from, and verify your phone number"],
      done: ["Confirmed", "Continue on the page that you came from"],
      declined: ["Cannot sign in", "This site does not take new users at present"],
      phoneConflict: ["Not signed in", "This phone number is another account’s. Sign in with that account’s WeChat"],
      linkConflict: ["Not added", "This WeChat has an account of its own. Nothing has changed"],
      proofConflict: ["Not confirmed", "This WeChat is not one of the account’s. Nothing has changed"],
      suspended: ["Not signed in", "Your account is suspended. If you have questions, ask the site"],
      notAdmitted: ["Not signed in", "This site is open to listed people only. To be let in, ask the site"],
      lost: ["Not possible", "This WeChat is marked as lost. If you have it back, ask the site"],
      snapshot: ["One more step", "This is WeChat’s snapshot page. Tap “use full service” at its foot"],
      ended: ["This is over", "Go back to the page that you came from, and try again"],
      refused: ["That did not work", "WeChat’s permission was used before or is too old. Go back, and try again"],
      unknown: [
        "There is no such sign-in here",
        "Go back to the page that you came from, and try again in this browser",
      ],
      trouble: ["The connection is poor", "Please try again in a moment"],
    },
  },
};

const style = `
:root { color-scheme: light dark; }
html { font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: light-dark(#f6f7f6, #14181a); color: light-dark(#1b211e, #edf1ef); }
main { max-width: 22rem; padding: 24px; text-align: center; }
h1, p { text-wrap: balance; }
h1 { margin: 0 0 8px; font-size: 22px; font-weight: 600; }
p { margin: 0; color: light-dark(#5d6862, #a3aea8); }
[hidden] { display: none; }
button, a { display: inline-block; box-sizing: border-box; margin-top: 24px; min-height: 44px; padding: 9px 28px; border: 0; border-radius: 22px; background: #06803f; color: #fff; font: inherit; font-weight: 600; text-decoration: none; }
:focus-visible { outline: 3px solid #07a152; outline-offset: 3px; }
`;

const styleHash = createHash("sha256").update(style).digest("base64");

/**
 * The policy that the page is to be sent with: its own script, its own style, its own post. `origins` are those that a
 * browser without scripts may be sent on to. Browsers hold the form's policy against that answer, too, and against each
 * address that the site sends them on to: the scheme is all that is known of these.
 */
export const oauthPolicy = (origins: Iterable<string>): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'sha256-${styleHash}'`,
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    ["form-action 'self'", ...new Set(["https:", ...[...origins].map((origin) => new URL(origin).protocol)])].join(" "),
    "frame-ancestors 'none'",
  ].join("; ");

/**
 * The page that WeChat sends browsers back to. It holds nothing of the request: its form posts to its own address.
 * `back` is the address of the page that it came from, where it is to be offered.
 */
export function oauthPage(language: Language, state: OauthPageState = "working", back?: string): string {
  const { title, again, goOn, back: backText, states } = texts[language];
  const isWorking = state === "working";
  const head = html`<link rel="icon" href="data:,">
<style>${raw(style)}</style>
${isWorking ? html`<script type="module" src="/wechat/oauth.js"></script>` : ""}`;
  const body = html`<main role="status" aria-live="polite">
${Object.entries(states).map(([name, words]) => section(name, words, name === state))}
${isWorking ? html`<noscript><form method="post"><button>${goOn}</button></form></noscript>` : ""}
<button type="button" hidden>${again}</button>
<a${back === undefined ? " hidden" : html` href="${back}"`}>${backText}</a>
</main>`;
  return htmlPage({ language, title, head, body });
}

const section = (name: string, [headline, detail]: readonly [string, string], isShown: boolean): Html =>
  html`<section data-state="${name}"${isShown ? "" : " hidden"}><h1>${headline}</h1><p>${detail}</p></section>`;
