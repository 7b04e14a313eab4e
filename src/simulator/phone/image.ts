// Finds the QR in a picture.
import { type DecodedPng, decode as decodePng } from "fast-png";
import jpeg from "jpeg-js";
import decodeQR from "qr/decode.js";
import { Refused } from "../refused.ts";

interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

const maxPixels = 40_000_000;

/** Reads the QR in a PNG or JPEG, given as a data URI: by itself or in a screenshot. Throws {@link Refused}. */
export function qrContentOf(image: string): string {
  const pixels = pixelsOf(image);
  const content =
    read(pixels) ??
    tiles(pixels)
      .map(read)
      .find((each) => each !== undefined);
  if (content === undefined) throw new Refused(422, "there is no QR in the image that a phone could read");
  return content;
}

function pixelsOf(image: string): Pixels {
  const [, type, base64 = ""] = /^data:image\/(png|jpe?g);base64,([A-Za-z0-9+/=]+)$/.exec(image) ?? [];
  if (type === undefined) throw new Refused(400, "image must be a data URI of a PNG or JPEG, in base64");
  try {
    const bytes = Buffer.from(base64, "base64");
    return type === "png" ? pngPixels(bytes) : jpegPixels(bytes);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(422, `the image cannot be read: ${error instanceof Error ? error.message : "damaged"}`);
  }
}

function jpegPixels(bytes: Buffer): Pixels {
  return jpeg.decode(bytes, { useTArray: true, maxResolutionInMP: maxPixels / 1e6, maxMemoryUsageInMB: 512 });
}

function pngPixels(bytes: Buffer): Pixels {
  if (bytes.length < 24 || bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > maxPixels)
    throw new Refused(422, "the image is larger than 40 million pixels, or not a PNG");
  const png = decodePng(bytes);
  return { width: png.width, height: png.height, data: onWhite(png) };
}

/** Converts a PNG (grey, colour or palette, with or without alpha) to RGBA with 8 bits each, on a white background. */
function onWhite(png: DecodedPng): Uint8Array {
  const { width, height, channels, depth, palette } = png;
  const data = depth < 8 ? unpacked(png) : png.data;
  const rgba = new Uint8Array(width * height * 4).fill(255);
  const isColour = channels > 2;
  const shift = depth === 16 ? 8 : 0;
  for (let at = 0; at < width * height; at++) {
    const entry = palette?.[data[at] ?? 0];
    const part = (n: number): number => entry?.[n] ?? (data[at * channels + n] ?? 0) >> shift;
    const hasAlpha = entry ? entry.length === 4 : channels % 2 === 0;
    const alpha = hasAlpha ? part(entry ? 3 : channels - 1) / 255 : 1;
    for (let n = 0; n < 3; n++) rgba[at * 4 + n] = part(entry || isColour ? n : 0) * alpha + 255 * (1 - alpha);
  }
  return rgba;
}

/** Unpacks pixels of 1, 2 or 4 bits (greys or palette indexes). Each line begins at a new byte. */
function unpacked({ width, height, depth, data, palette }: DecodedPng): Uint8Array {
  const [most, perByte] = [2 ** depth - 1, 8 / depth];
  const stride = Math.ceil(width / perByte);
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const x = at % width;
    const byte = data[((at - x) / width) * stride + Math.floor(x / perByte)] ?? 0;
    const value = (byte >> (8 - depth * ((x % perByte) + 1))) & most;
    pixels[at] = palette ? value : (value * 255) / most;
  }
  return pixels;
}

function read(pixels: Pixels): string | undefined {
  try {
    return decodeQR(pixels, { effort: 8, timeLimit: 400 });
  } catch {
    return undefined;
  }
}

/** Overlapping halves and quarters, so that a small QR on a large page is complete in one of them. */
function* tilesOf({ width, height }: Pixels): Generator<[x: number, y: number, w: number, h: number]> {
  for (const parts of [2, 4]) {
    const w = Math.ceil((width / parts) * 1.5);
    const h = Math.ceil((height / parts) * 1.5);
    for (let row = 0; row < parts; row++)
      for (let column = 0; column < parts; column++)
        yield [Math.floor((column * width) / parts), Math.floor((row * height) / parts), w, h];
  }
}

const tiles = (pixels: Pixels): Pixels[] =>
  Math.max(pixels.width, pixels.height) < 600
    ? []
    : [...tilesOf(pixels)].map(([x, y, w, h]) => crop(pixels, x, y, w, h));

function crop({ width, height, data }: Pixels, x: number, y: number, w: number, h: number): Pixels {
  const [right, bottom] = [Math.min(width, x + w), Math.min(height, y + h)];
  const part = new Uint8Array((right - x) * (bottom - y) * 4);
  for (let row = y; row < bottom; row++)
    part.set(data.subarray((row * width + x) * 4, (row * width + right) * 4), (row - y) * (right - x) * 4);
  return { width: right - x, height: bottom - y, data: part };
}
