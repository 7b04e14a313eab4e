/** Text as it may stand in HTML, in attributes too. */
export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** A page of WeChat's: its title, what is in it, its script (a path) and facts for that. */
interface Page {
  title: string;
  body: string;
  lang?: "zh-CN" | "en";
  className?: string;
  script?: string;
  /** More style, by address: what `href` of a login page asks for. */
  styles?: readonly string[];
  /** Whether any site may frame it, as WeChat allows for its login page; else only those on loopback. */
  isFramedByAnyone?: boolean;
  data?: Record<string, string>;
}

export function pageOf(page: Page): Response {
  const { title, body, lang = "zh-CN", className = "", script, styles = [], data = {} } = page;
  const facts = Object.entries(data).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  const html = `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="/connect/page.css">
${styles.map((href) => `<link rel="stylesheet" href="${escaped(href)}">`).join("\n")}
${script === undefined ? "" : `<script type="module" src="${script}"></script>`}
</head>
<body class="${className}"${facts.join("")}>
${body}
</body>
</html>
`;
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8", ...headers(page) } });
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
