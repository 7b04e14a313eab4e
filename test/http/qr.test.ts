import { decode } from "fast-png";
import encodeQR from "qr";
import { expect, test } from "vitest";
import { drawQr, drawQrImage } from "../../src/http/qr.ts";
import { qrContentOf } from "../../src/simulator/phone/image.ts";

const url = "http://weixin.qq.com/q/02abcdefghijklmnopqrst";

/** QRs of different sizes, because the ends of the lines depend on the size. */
const contents = [1, 20, 46, 80, 150, 400, 900].map((length) => url.padEnd(length, "Zx9-").slice(0, length));

const modulesOf = (content: string) => encodeQR(content, "raw", { ecc: "quartile", border: 4 });

/** The dark modules of an SVG that draws lines of width 1 through the middle of each row. */
function modulesInSvg(svg: string): boolean[][] {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const modules = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)\.5h(\d+)/g))
    modules[Number(y)]?.fill(true, Number(x), Number(x) + Number(length));
  return modules;
}

test.each(contents)("a phone reads the PNG of %s", (content) => {
  const { image } = drawQr(content);
  expect(qrContentOf(image)).toBe(content);
  expect(drawQrImage(content)).toBe(image);
});

test.each(contents)("every pixel of the PNG is its module's, eight a module: %s", (content) => {
  const bytes = Buffer.from(drawQr(content).image.replace("data:image/png;base64,", ""), "base64");
  const { width, height, depth, channels, data } = decode(bytes, { checkCrc: true });
  const modules = modulesOf(content);
  expect([width, height, depth, channels]).toEqual([modules.length * 8, modules.length * 8, 1, 1]);
  const lines = modules.flatMap((row) => new Array<number[]>(8).fill(row.map((isDark) => (isDark ? 0 : 255)))).flat();
  expect(Buffer.from(data).equals(Buffer.from(lines))).toBe(true);
});

test.each(contents)("the SVG shows the same modules: %s", (content) => {
  expect(modulesInSvg(drawQr(content).svg)).toEqual(modulesOf(content));
});
