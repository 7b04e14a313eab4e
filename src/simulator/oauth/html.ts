import { html as template } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** HTML in which every text was escaped. */
export type Html = HtmlEscapedString;

/** HTML from a template: every value is escaped, in attributes too, unless it is {@link Html} itself. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): Html =>
  // The result is a promise only if one of the values is a promise.
  template(strings, ...values) as Html;

/** A page of WeChat: its title, content, script (a path) and the data for the script. */
interface Page {
  title: string;
  body: Html;
  lang?: "zh-CN" | "en";
  className?: string;
  script?: string;
  /** The addresses of more style sheets, as `href` of a login page requests. */
  styles?: readonly string[];
  /** Whether any site may frame it, as WeChat allows for its login page. Otherwise only sites on loopback may. */
  isFramedByAnyone?: boolean;
  data?: Record<string, string>;
}

export function pageOf(page: Page): Response {
  const { title, body, lang = "zh-CN", className = "", script, styles = [], data = {} } = page;
  const facts = Object.entries(data).map(([name, value]) => html` data-${name}="${value}"`);
  const text = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/connect/page.css">
${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${script === undefined ? "" : html`<script type="module" src="${script}"></script>`}
</head>
<body class="${className}"${facts}>
${body}
</body>
</html>
`;
  return new Response(String(text), { headers: { "content-type": "text/html; charset=utf-8", ...headers(page) } });
}

function headers({ styles = [], isFramedByAnyone = false }: Page): Record<string, string> {
  const style = styles.length > 0 ? "'self' data: http: https:" : "'self'";
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${style}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    ...(isFramedByAnyone ? [] : ["frame-ancestors http://127.0.0.1:* http://localhost:*"]),
  ];
  return {
    "content-security-policy": policy.join("; "),
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
}
