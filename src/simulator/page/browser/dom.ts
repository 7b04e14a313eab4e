type Child = Node | string | false | undefined | null;
type Attributes = Record<string, string | boolean | undefined | ((event: Event) => void)>;

/** Creates an element with attributes (event handlers such as `onclick` are functions) and children. */
export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== false && child !== undefined && child !== null));
  return element;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** Creates an SVG of strokes from the `d` of each path. */
export function drawing(box: string, className: string, width: string, ...paths: string[]): SVGElement {
  const svg = document.createElementNS(svgNamespace, "svg");
  const given = { viewBox: box, class: className, fill: "none", stroke: "currentColor", "stroke-width": width };
  const all = { ...given, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  for (const [name, value] of Object.entries(all)) svg.setAttribute(name, value);
  for (const d of paths) {
    const path = document.createElementNS(svgNamespace, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Redraws a region only if its key has changed, so that nothing flickers or loses its focus. */
export function region(element: HTMLElement): (key: string, build: () => Child[]) => boolean {
  let shown: string | undefined;
  return (key, build) => {
    if (key === shown) return false;
    shown = key;
    element.replaceChildren(...build().filter((child) => child !== false && child !== undefined && child !== null));
    return true;
  };
}
