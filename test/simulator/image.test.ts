import { encode as encodePng } from "fast-png";
import jpeg from "jpeg-js";
import encodeQR from "qr";
import { expect, test } from "vitest";
import { qrContentOf } from "../../src/simulator/phone/image.ts";
import { stage } from "./world.ts";

const url = "http://weixin.qq.com/q/02abcdefghijklmnopqrst";

interface Picture {
  width: number;
  height: number;
  /** The colour as RGBA. */
  data: Uint8Array;
}

/** A page of one colour with a QR in it, at `scale` pixels for each module. */
function picture(width: number, height: number, [x, y]: [number, number], scale: number, page = 245): Picture {
  const data = new Uint8Array(width * height * 4).fill(page);
  const modules = encodeQR(url, "raw", { border: 4 });
  const side = modules.length * scale;
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const isDark = modules[Math.floor(row / scale)]?.[Math.floor(column / scale)] ?? false;
      data.fill(isDark ? 20 : 255, ((y + row) * width + x + column) * 4, ((y + row) * width + x + column) * 4 + 3);
    }
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { width, height, data };
}

/** Adds what a page has besides its QR: lines of text, boxes, the noise of a photograph. */
function crowded(whole: Picture, below: number): Picture {
  const { width, height, data } = whole;
  for (let row = below; row < height; row++)
    for (let column = 0; column < width; column++) {
      const isInk = row % 24 < 12 && (column * 7919 + row * 104729) % 11 < 4;
      if (isInk) data.fill((column * 31 + row * 17) % 160, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  return whole;
}

const png = (image: Picture) => `data:image/png;base64,${Buffer.from(encodePng(image)).toString("base64")}`;
const jpg = (image: Picture, quality = 80) =>
  `data:image/jpeg;base64,${jpeg.encode(image, quality).data.toString("base64")}`;

test.each([
  ["a PNG of the QR alone", png(picture(330, 330, [0, 0], 8))],
  ["a JPEG of it", jpg(picture(330, 330, [0, 0], 8))],
  ["a poor JPEG", jpg(picture(430, 430, [20, 20], 9), 30)],
  ["a screenshot of a desktop page", png(crowded(picture(1280, 800, [700, 180], 5), 420))],
  ["a JPEG of one", jpg(crowded(picture(1280, 800, [700, 180], 5), 420))],
  ["a phone's screenshot", png(crowded(picture(390, 844, [80, 250], 5), 520))],
  ["a small QR on a large screen", png(crowded(picture(2560, 1440, [1900, 260], 4), 500))],
  ["a small QR on a dark page", png(crowded(picture(1280, 800, [300, 60], 4, 24), 300))],
])("%s is read", (_, image) => {
  expect(qrContentOf(image)).toBe(url);
});

test("grey, palette-less and transparent PNGs are read as they look on white", () => {
  const { width, height, data } = picture(330, 330, [0, 0], 8);
  const grey = Uint8Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 0);
  const ink = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at % 4 < 3 ? 0 : 255 - (data[at - 3] ?? 0)));
  expect(
    qrContentOf(
      `data:image/png;base64,${Buffer.from(encodePng({ width, height, data: grey, channels: 1 })).toString("base64")}`,
    ),
  ).toBe(url);
  expect(qrContentOf(png({ width, height, data: ink }))).toBe(url);
});

/** One bit for each pixel. Each line begins with a new byte. */
function bits(modules: boolean[][], scale: number) {
  const side = modules.length * scale;
  const stride = Math.ceil(side / 8);
  const data = new Uint8Array(stride * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (!modules[Math.floor(y / scale)]?.[Math.floor(x / scale)])
        data[y * stride + (x >> 3)] = (data[y * stride + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
  return { width: side, height: side, data, depth: 1, channels: 1 } as const;
}

test.each([3, 5, 8])("a PNG of one bit a pixel is read, whatever is in it, at %i pixels a module", (scale) => {
  const contents = Array.from({ length: 40 }, (_, n) => `${url}${(n * 7919).toString(36)}`);
  const unread = contents.filter((content) => {
    const bitmap = Buffer.from(encodePng(bits(encodeQR(content, "raw", { border: 4 }), scale)));
    return qrContentOf(`data:image/png;base64,${bitmap.toString("base64")}`) !== content;
  });
  expect(unread).toEqual([]);
});

test.each([
  ["no data URI", "hello", 400],
  ["another kind of image", "data:image/webp;base64,AAAA", 400],
  ["a damaged PNG", `data:image/png;base64,${Buffer.alloc(64).toString("base64")}`, 422],
  ["a damaged JPEG", `data:image/jpeg;base64,${Buffer.alloc(64).toString("base64")}`, 422],
  ["a picture without a QR", png({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 4).fill(255) }), 422],
])("%s is refused with a reason", (_, image, status) => {
  expect(() => qrContentOf(image)).toThrow(expect.objectContaining({ status }));
});

test("a PNG that says it is huge is refused before it is unpacked", () => {
  const bytes = Buffer.from(encodePng({ width: 1, height: 1, data: new Uint8Array(4) }));
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  expect(() => qrContentOf(`data:image/png;base64,${bytes.toString("base64")}`)).toThrow(/40 million/);
});

test("the phone reads the JPEG that showqrcode gives", async () => {
  const s = await stage();
  const { ticket } = await s.qr("abc");
  const response = await s.sim.fetch(new Request(`http://127.0.0.1/cgi-bin/showqrcode?ticket=${ticket}`));
  const image = `data:image/jpeg;base64,${Buffer.from(await response.arrayBuffer()).toString("base64")}`;
  expect(await s.sim.control.scan("afei", { image })).toMatchObject({ outcome: "follow-sheet" });
});
