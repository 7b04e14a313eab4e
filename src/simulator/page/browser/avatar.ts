import { h } from "./dom.ts";

/** A picture for a person (round) or an account: one character on a colour of its own. */
export function avatar(name: string, text: string, size = ""): HTMLElement {
  const isPerson = size.includes("round");
  const hue = [...name].reduce((sum, character) => (sum * 37 + (character.codePointAt(0) ?? 0)) % 9973, 7) % 6;
  // Chinese given names differ in their last character; and 一 alone looks like a minus.
  const glyph =
    isPerson && /^\p{Script=Han}{2,3}$/u.test(text)
      ? [...text].at(-1)
      : [...text].find((character) => character !== "一");
  return h("span", { class: `face hue-${hue} ${size}`, "aria-hidden": "true" }, glyph?.toUpperCase() ?? "·");
}
