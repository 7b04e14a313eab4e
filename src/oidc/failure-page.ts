import { html } from "../http/html.ts";
import { page } from "./page.ts";

/** What somebody sees whose browser cannot be sent back: the program, its settings or the time are wrong. */
export const failurePage = (error: string, why: string | undefined): string =>
  page(
    "zh-CN",
    "无法登录",
    html`<h1>无法登录</h1>
<p>请回到原来的网站，再来一次。</p>
<p lang="en">This sign-in cannot go on. Go back to the site and try again.</p>
<p lang="en">${error}${why ? `: ${why}` : ""}</p>`,
  );
