/** Returns the element that matches `selector`. */
export function one<T extends HTMLElement = HTMLElement>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (!element) throw new TypeError(`the page has no ${selector}`);
  return element;
}

/** An image of a QR, in the size of the panels. */
export function qrImage(source: string, name: string): HTMLImageElement {
  return Object.assign(new Image(240, 240), { src: source, alt: name });
}

/** Digits that a screen reader reads one by one. */
export function digits(text: string): HTMLElement {
  const output = document.createElement("output");
  output.textContent = text;
  output.ariaLabel = [...text].join(" ");
  return output;
}
