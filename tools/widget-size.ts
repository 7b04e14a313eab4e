import type { OutputOptions, Plugin } from "rolldown";

/**
 * Properties that no wire, no page and no text of the widget's knows: they may be called anything. A test holds that
 * the service's schemas and the widget's texts have none of them.
 */
export const internalNames = (
  "askFirst attempt attempts buttons client ear enter entry events failed frame hear heard icon keep last line look marked " +
  "memory mood onChange onPhone onTake openedAt paint patience platform press redeem requests retryAfter say serviceTime since socket " +
  "stop take tell view visible wait wanted within worked"
).split(" ");

/** Short names for what only the bundle sees. */
export const mangleInternals: OutputOptions = {
  comments: false,
  minify: { mangleProps: { include: new RegExp(`^(${internalNames.join("|")})$`) } },
};

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
