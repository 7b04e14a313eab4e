import { type IconName, paths } from "./icons.ts";

/** An element of a part. No markup is parsed and no style attribute set: a strict CSP has no objection. */
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

/** An icon in the colour of the text around it. It is decoration: nothing is said by it alone. */
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

/** An image; `instead` where it cannot be had. */
export function picture(part: string, source: string, alt: string, instead = alt): HTMLElement {
  const image = node("img", part);
  image.alt = alt;
  image.onerror = () => image.replaceWith(instead);
  image.src = source;
  return image;
}

/** Only where it differs: writing the same text is announced again. */
export function setText(element: HTMLElement, text = ""): void {
  if (element.textContent !== text) element.textContent = text;
}
