// The frame and the policy of the hosted pages.
import { createHash } from "node:crypto";
import { raw } from "hono/html";
import { type Html, html, htmlPage } from "../http/html.ts";

const style = `
:root { color-scheme: light dark; }
html { font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: light-dark(#f2f4f3, #14181a); color: light-dark(#1b211e, #edf1ef); }
main { box-sizing: border-box; width: min(100%, 26rem); padding: 24px 16px; text-align: center; }
img { width: 56px; height: 56px; border-radius: 14px; object-fit: cover; }
h1 { margin: 8px 0 24px; font-size: 22px; font-weight: 600; text-wrap: balance; }
p { margin: 0 0 16px; color: light-dark(#5d6862, #a3aea8); text-wrap: balance; }
saoma-login { display: block; width: min(100%, 320px); min-height: 392px; margin: 0 auto; }
code { display: block; padding: 8px 12px; border-radius: 8px; background: light-dark(#e6eae8, #20272a); font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
button, .button { box-sizing: border-box; display: inline-block; min-height: 44px; padding: 9px 28px; border: 0; border-radius: 22px; background: #06803f; color: #fff; font: inherit; font-weight: 600; text-decoration: none; }
.button { margin-top: 8px; }
button.quiet { margin-top: 16px; background: none; color: light-dark(#5d6862, #a3aea8); font-weight: 400; }
ul { list-style: none; margin: 0 0 24px; padding: 0; display: grid; gap: 8px; }
a { color: light-dark(#06803f, #4fce8c); text-underline-offset: 3px; }
:focus-visible { outline: 3px solid #07a152; outline-offset: 3px; }
`;

const script = `const form = document.querySelector("form.go-on");
document.querySelector("saoma-login")?.addEventListener("signed-in", () => form.submit());`;

const hashed = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/**
 * The Content Security Policy of the hosted pages. `next` is the address that the user is sent to after the form's post.
 * Browsers apply `form-action` to every redirect that follows, for example through a broker, and only the scheme of those
 * addresses is known.
 */
export const pagePolicy = (next?: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${hashed(script)}`,
    `style-src 'self' ${hashed(style)}`,
    "img-src data: https:",
    "connect-src 'self'",
    "base-uri 'none'",
    ["form-action 'self'", ...(next === undefined ? [] : new Set(["https:", new URL(next).protocol]))].join(" "),
    "frame-ancestors 'none'",
  ].join("; ");

export const page = (language: string, title: string, content: Html, scripted = false): string =>
  htmlPage({
    language,
    title,
    head: html`<link rel="icon" href="data:,">
<style>${raw(style)}</style>
${scripted ? html`<script type="module" src="/saoma-login.js"></script>` : ""}`,
    body: html`<main>
${content}
</main>
${scripted ? html`<script type="module">${raw(script)}</script>` : ""}`,
  });
