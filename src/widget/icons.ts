import type { BadgeIcon } from "./face.ts";

/** Line drawings on a square of 24. */
const paths = {
  phone:
    "M8 2.75h8a1.5 1.5 0 0 1 1.5 1.5v15.5a1.5 1.5 0 0 1-1.5 1.5H8a1.5 1.5 0 0 1-1.5-1.5V4.25A1.5 1.5 0 0 1 8 2.75ZM9.5 12l2 2 3.25-3.75",
  chat: "M9.5 4C5.4 4 2.25 6.6 2.25 9.9c0 1.9 1 3.5 2.6 4.6L4.4 17l2.7-1.4c.8.2 1.6.3 2.4.3 4.1 0 7.25-2.7 7.25-6S13.6 4 9.5 4ZM17.5 10.2c2.5.7 4.25 2.5 4.25 4.7 0 1.5-.8 2.8-2.1 3.7l.4 1.9-2.1-1.1c-.6.2-1.3.2-2 .2-2 0-3.7-.7-4.8-1.9",
  check: "m5 12.5 4.5 4.5L19 7.5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.25l3.25 2",
  cross: "m7 7 10 10M17 7 7 17",
  offline:
    "M2.5 9a14 14 0 0 1 5-3M11 5.05A14 14 0 0 1 21.5 9M6 12.75a9 9 0 0 1 4-2.2M15 11a9 9 0 0 1 3 1.75M9.25 16.25a4 4 0 0 1 5.5 0M12 19.5v.01M4 3l16 18",
  refresh: "M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.75 3.75v4h-4",
  scan: "M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M4.5 12h15",
} as const satisfies Record<BadgeIcon | "refresh" | "scan", string>;

export type IconName = keyof typeof paths;

const namespace = "http://www.w3.org/2000/svg";

/** An icon in the colour of the text around it. It is decoration: nothing is said by it alone. */
export function drawIcon(page: Document, name: IconName): SVGSVGElement {
  const svg = page.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = page.createElementNS(namespace, "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}
