import { html as template } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** HTML in which every text was escaped. */
export type Html = HtmlEscapedString;

/** HTML from a template: what stands in it is escaped, in attributes too, unless it is {@link Html} itself. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): Html =>
  // A promise only where one of the values is one.
  template(strings, ...values) as Html;
