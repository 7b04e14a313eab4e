import { html as template } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** HTML in which every text was escaped. */
export type Html = HtmlEscapedString;

/** HTML from a template: what stands in it is escaped, in attributes too, unless it is {@link Html} itself. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): Html =>
  // A promise only where one of the values is one.
  template(strings, ...values) as Html;

/** The parts of a page. */
interface Page {
  readonly language: string;
  readonly title: string;
  /** What follows the title in the head: icon, style and scripts. */
  readonly head: Html;
  /** The class of the body. Default: none. */
  readonly bodyClass?: string;
  readonly body: Html;
}

/** A whole page, in light and dark and for every width. */
export const htmlPage = ({ language, title, head, bodyClass, body }: Page): string =>
  String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${head}
</head>
<body${bodyClass === undefined ? "" : html` class="${bodyClass}"`}>
${body}
</body>
</html>
`);
