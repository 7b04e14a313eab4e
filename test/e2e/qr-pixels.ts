import { decode } from "fast-png";
import decodeQR from "qr/decode.js";

/** Reads the only QR in a screenshot from its pixels. Throws if there is none. */
export function readQr(png: Uint8Array): string {
  const { width, height, data, channels } = decode(png);
  const rgba = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[pixel * 4 + channel] = Number(data[pixel * channels + Math.min(channel, channels - 1)]);
    }
    rgba[pixel * 4 + 3] = 255;
  }
  return decodeQR({ width, height, data: rgba });
}
