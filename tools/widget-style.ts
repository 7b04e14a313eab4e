import type { Plugin } from "rolldown";

/** Style sheets without what only people read. */
export const shortStyles: Plugin = {
  name: "short-styles",
  transform: (code, id) =>
    id.endsWith("/widget/style.ts")
      ? code.replace(/`([^`]*)`/g, (_, css: string) => `\`${shortCss(css)}\``)
      : undefined,
};

/** Spaces around `+` and `-` mean something; our own properties (`--_…`) get a letter each. */
export function shortCss(css: string): string {
  const names = [...new Set(css.match(/--_\w+/g))];
  return css
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,>]) ?/g, "$1")
    .replace(/: /g, ":")
    .replaceAll(";}", "}")
    .replace(/\b0\./g, ".")
    .replace(/--_\w+/g, (name) => `--${String.fromCharCode(97 + names.indexOf(name))}`)
    .trim();
}
