import { type IconName, paths } from "./icons.ts";

/** Makes an element with a class and a `part` of this name. It parses no markup and sets no style, for strict CSPs. */
export function node<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  part: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = part;
  element.setAttribute("part", part);
  element.append(...children);
  return element;
}

/** Makes an icon in the colour of the text around it. It is decoration, hidden from screen readers. */
export function icon(name: IconName): SVGElement {
  const draw = (tag: string, attribute: string, value: string) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag) as SVGElement;
    element.setAttribute(attribute, value);
    return element;
  };
  const svg = draw("svg", "viewBox", "0 0 24 24");
  svg.ariaHidden = "true";
  svg.append(draw("path", "d", paths[name]));
  return svg;
}

/** Makes an image; the text `instead` replaces it if it cannot be loaded. */
export function picture(part: string, source: string, alt: string, instead = alt): HTMLElement {
  const image = node("img", part);
  image.alt = alt;
  image.onerror = () => image.replaceWith(instead);
  image.src = source;
  return image;
}

/** Sets the text if it differs: screen readers would announce the same text again. */
export function setText(element: HTMLElement, text = ""): void {
  if (element.textContent !== text) element.textContent = text;
}
