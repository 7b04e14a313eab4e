import encodeQR from "qr";
import { encodeBitmap } from "./png.ts";

/** Pixels a module: large enough that a photographed screen still decodes, small enough to stay near 1 KB. */
const scale = 8;

/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
const border = 4;

/** A quarter of it may be covered: the site's mark is shown in its middle. */
const ecc = "quartile";

/** A QR as people and pages need it: a PNG to look at, long-press and save; the text inside; an SVG. */
export function drawQr(content: string): { image: string; content: string; svg: string } {
  const modules = encodeQR(content, "raw", { ecc, border });
  const isDark = (x: number, y: number) => modules[Math.floor(y / scale)]?.[Math.floor(x / scale)] ?? false;
  const png = encodeBitmap(modules.length * scale, isDark);
  const image = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return { image, content, svg: encodeQR(content, "svg", { ecc, border }) };
}
