/** The one element of the page that `selector` names. */
export function one<T extends HTMLElement = HTMLElement>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (!element) throw new TypeError(`the page has no ${selector}`);
  return element;
}

/** An image of a QR, as large as it is shown in the panels. */
export function qrImage(source: string, name: string): HTMLImageElement {
  return Object.assign(new Image(240, 240), { src: source, alt: name });
}

/** Digits to be read, each said by itself. */
export function digits(text: string): HTMLElement {
  const output = document.createElement("output");
  output.textContent = text;
  output.ariaLabel = [...text].join(" ");
  return output;
}
