import { decode } from "fast-png";
import decodeQR from "qr/decode.js";

/** The text of the one QR in a screenshot, read from its pixels. Fails where there is none to be read. */
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
