import type { IncomingMessage } from "node:http";
import { type Language, preferredLanguage } from "../domain/language.ts";
import { html } from "../http/html.ts";
import type { ClientApplication } from "./client-application.ts";
import { languageFor, withName } from "./language.ts";
import { page } from "./page.ts";

/** Why a browser cannot be sent back to its site. */
export interface Failure {
  /** The error code of OpenID Connect, or of this service. */
  readonly error: string;
  /** Detail for the operator of the site, in English. */
  readonly why?: string | undefined;
}

type Reason = "expired" | "limited" | "trouble" | "elsewhere" | "request";

/** Each text says what happened and what to do. */
type Words = Readonly<Record<Reason, readonly [headline: string, happened: string, todo: string]>> & {
  readonly back: (site: string) => string;
};

const texts: Readonly<Record<Language, Words>> = {
  "zh-CN": {
    expired: [
      "这次登录已经失效",
      "等得太久，或者是在另一个浏览器里开始的。",
      "请回到网站重新登录，不要换浏览器，并允许 Cookie。",
    ],
    limited: ["请稍等片刻", "这个网络在短时间内登录的次数太多了。", "请过一分钟，回到网站再试。"],
    trouble: ["暂时无法登录", "登录服务出了问题，与你的操作无关。", "请过一会儿再试。一直不行？请联系网站。"],
    elsewhere: ["没有继续", "请求来自别的网页，我们没有执行，什么都没有变。", "请回到网站，再来一次。"],
    request: ["无法登录", "网站发来的请求有误，与你的操作无关。", "请回到网站再试。还不行，就把这行告诉网站："],
    back: (site) => withName("回到", site),
  },
  en: {
    expired: [
      "This sign-in is over",
      "It took too long, or it began in another browser.",
      "Go back to the site and sign in again, all in one browser, and allow it to keep cookies.",
    ],
    limited: [
      "Please wait a moment",
      "There were too many sign-ins from this network in a short time.",
      "Wait a minute, then go back to the site and try again.",
    ],
    trouble: [
      "You cannot sign in right now",
      "The sign-in service has a problem. You did nothing wrong.",
      "Try again in a while. If that does not help, ask the site.",
    ],
    elsewhere: [
      "We did not go on",
      "Another web page asked for this. To keep you safe, we did nothing, and nothing has changed.",
      "Go back to the site, and try again.",
    ],
    request: [
      "You cannot sign in",
      "The site sent a request that we cannot answer. You did nothing wrong.",
      "Go back to the site and try again. If that does not help, send this line to the site:",
    ],
    back: (site) => `Back to ${site}`,
  },
};

const reasons: Readonly<Record<string, Reason>> = {
  expired: "expired",
  rate_limited: "limited",
  temporarily_unavailable: "trouble",
  server_error: "trouble",
  origin_not_allowed: "elsewhere",
};

/** The site that the user came from, if it is known. */
export interface FailurePlace {
  readonly clients: ReadonlyMap<string, ClientApplication>;
  readonly request: IncomingMessage;
  /** The client of the request, if its id is known. */
  readonly clientId?: string | null | undefined;
  readonly uiLocales?: string | undefined;
}

/** The page for a user whose browser cannot be sent back. Its link leads only to a site of the configuration. */
export function failurePage({ clients, request, clientId, uiLocales }: FailurePlace, { error, why }: Failure): string {
  const only = clients.size === 1 ? [...clients.values()][0] : undefined;
  const client = clients.get(clientId ?? "") ?? only;
  const language = client
    ? languageFor(client, uiLocales, request)
    : preferredLanguage(request.headers["accept-language"]);
  const reason = reasons[error] ?? "request";
  const words = texts[language];
  const [headline, happened, todo] = words[reason];
  const home = client && homeOf(client);
  const content = html`<h1>${headline}</h1>
<p>${happened}</p>
<p>${todo}</p>
${reason === "request" ? html`<p><code lang="en">${error}${why ? `: ${why}` : ""}</code></p>` : ""}
${home === undefined ? "" : html`<a class="button" href="${home}">${words.back(client?.name ?? "")}</a>`}`;
  return page(language, headline, content);
}

/** The front page of a client's site; undefined if it is no site. */
function homeOf({ openid: { redirectUris } }: ClientApplication): string | undefined {
  const site = redirectUris.map((uri) => new URL(uri)).find(({ protocol }) => /^https?:$/.test(protocol));
  return site && `${site.origin}/`;
}
