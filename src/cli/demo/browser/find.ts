/** The one element of the page that `selector` names. */
export function one<T extends HTMLElement = HTMLElement>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (!element) throw new TypeError(`the page has no ${selector}`);
  return element;
}
