import type { Plugin } from "rolldown";

/** A plugin that minifies style sheets. */
export const shortStyles: Plugin = {
  name: "short-styles",
  transform: (code, id) =>
    id.endsWith("/widget/style.ts")
      ? code.replace(/`([^`]*)`/g, (_, css: string) => `\`${shortCss(css)}\``)
      : undefined,
};

/** Minifies CSS. Spaces around `+` and `-` are significant. Private custom properties (`--_…`) get short names. */
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
