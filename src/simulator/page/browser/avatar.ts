import { h } from "./dom.ts";

/** The picture of a person (round) or an account: one character on a coloured background. */
export function avatar(name: string, text: string, size = ""): HTMLElement {
  const isPerson = size.includes("round");
  const hue = [...name].reduce((sum, character) => (sum * 37 + (character.codePointAt(0) ?? 0)) % 9973, 7) % 6;
  // The last character is used, because Chinese given names differ in it; a single 一 would look like a minus.
  const glyph =
    isPerson && /^\p{Script=Han}{2,3}$/u.test(text)
      ? [...text].at(-1)
      : [...text].find((character) => character !== "一");
  return h("span", { class: `face hue-${hue} ${size}`, "aria-hidden": "true" }, glyph?.toUpperCase() ?? "·");
}
