import encodeQR from "qr";
import { encodeModules } from "./png.ts";

/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
const border = 4;

/** A quarter of it may be covered: the site's mark is shown in its middle. */
const ecc = "quartile";

/** A QR as a PNG, which can be long-pressed and saved, and as an SVG, with the text inside. */
export interface DrawnQr {
  readonly image: string;
  readonly content: string;
  readonly svg: string;
}

/** Draws both forms from one encoding. */
export function drawQr(content: string): DrawnQr {
  const modules = encodeQR(content, "raw", { ecc, border });
  return { image: pngOf(modules), content, svg: svgOf(modules) };
}

/** The PNG alone, as a data URI. */
export const drawQrImage = (content: string): string => pngOf(encodeQR(content, "raw", { ecc, border }));

const pngOf = (modules: boolean[][]): string =>
  `data:image/png;base64,${Buffer.from(encodeModules(modules)).toString("base64")}`;

/** One line for each run of dark modules in a row: a quarter of the bytes of a square for each module. */
function svgOf(modules: boolean[][]): string {
  const size = modules.length;
  let path = "";
  for (let y = 0; y < size; y++) {
    const row = modules[y] ?? [];
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x]) x++;
      path += `M${from} ${y}.5h${x - from}`;
    }
  }
  return `<svg viewBox="0 0 ${size} ${size}" xmlns="http://www.w3.org/2000/svg" shape-rendering="crispEdges"><path stroke="#000" d="${path}"/></svg>`;
}
