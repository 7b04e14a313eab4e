// The page at the service's own address.
import { createHash } from "node:crypto";
import { raw } from "hono/html";
import type { Language } from "../domain/language.ts";
import { html, htmlPage } from "./html.ts";

const texts: Readonly<Record<Language, { title: string; runs: string; what: string; where: string }>> = {
  "zh-CN": {
    title: "微信登录服务",
    runs: "服务正在运行",
    what: "网站和应用通过这里使用微信登录。",
    where: "要登录，请回到你要登录的网站。",
  },
  en: {
    title: "Sign-in service",
    runs: "The service is running",
    what: "Websites and apps let people sign in with WeChat here.",
    where: "To sign in, go back to the site that you want to sign in to.",
  },
};

const style = `
:root { color-scheme: light dark; }
html { font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: light-dark(#f6f7f6, #14181a); color: light-dark(#1b211e, #edf1ef); }
main { max-width: 24rem; padding: 24px; text-align: center; }
h1 { margin: 0 0 8px; font-size: 22px; font-weight: 600; text-wrap: balance; }
h1::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 10px; border-radius: 5px; background: #07a152; }
p { margin: 0; color: light-dark(#5d6862, #a3aea8); text-wrap: balance; }
`;

/** The Content Security Policy of the page: its own style and nothing else. */
export const statusPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page for people who open the service's address: it says that the service runs, and nothing of the configuration. */
export function statusPage(language: Language): string {
  const { title, runs, what, where } = texts[language];
  const head = html`<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<style>${raw(style)}</style>`;
  const body = html`<main>
<h1>${runs}</h1>
<p>${what}</p>
<p>${where}</p>
</main>`;
  return htmlPage({ language, title, head, body });
}
