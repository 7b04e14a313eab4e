import { encode as encodePng } from "fast-png";
import jpeg from "jpeg-js";
import encodeQR from "qr";
import { sha256 } from "../../../base/bytes.ts";

export interface Look {
  /** The width in pixels. */
  width: number;
  colour: { r: number; g: number; b: number };
  /** Whether the background is transparent, which needs a PNG instead of a JPEG. */
  isHyaline: boolean;
}

type IsDark = (x: number, y: number) => boolean;

/** A square QR. */
export const drawSquare = (content: string, look: Look): Response => draw(qrIn(content, look.width, 0.94), look);

/**
 * A round code of the simulator's own design: a QR with decorative rays, which a simulated phone can read. Only WeChat
 * can read WeChat's own codes.
 */
export function drawRound(content: string, look: Look): Response {
  const qr = qrIn(content, look.width, 0.5);
  const ray = raysOf(content, look.width);
  return draw((x, y) => qr(x, y) || ray(x, y), look);
}

function qrIn(content: string, width: number, share: number): IsDark {
  const modules = encodeQR(content, "raw", { ecc: "low", border: 1 });
  const scale = Math.floor((width * share) / modules.length);
  const margin = Math.floor((width - modules.length * scale) / 2);
  return (x, y) => modules[Math.floor((y - margin) / scale)]?.[Math.floor((x - margin) / scale)] ?? false;
}

const rays = 72;

/** Decorative rays of three lengths, derived from the hash of the content. */
function raysOf(content: string, width: number): IsDark {
  const bytes = Buffer.from(sha256("rays", content) + sha256("more rays", content), "base64url");
  const lengths = Array.from({ length: rays }, (_, ray) => 0.43 + ((bytes[ray % bytes.length] ?? 0) % 3) * 0.02);
  return (x, y) => {
    const [right, down] = [x / width - 0.5, y / width - 0.5];
    const radius = Math.hypot(right, down);
    if (radius < 0.41 || radius > 0.48) return false;
    const turn = ((Math.atan2(down, right) / (2 * Math.PI) + 1) * rays) % rays;
    return turn % 1 < 0.5 && radius < (lengths[Math.floor(turn)] ?? 0);
  };
}

function draw(isDark: IsDark, { width, colour, isHyaline }: Look): Response {
  const data = new Uint8Array(width * width * 4).fill(isHyaline ? 0 : 255);
  const ink = [colour.r, colour.g, colour.b, 255];
  for (let y = 0; y < width; y++) for (let x = 0; x < width; x++) if (isDark(x, y)) data.set(ink, (y * width + x) * 4);
  const bytes = isHyaline
    ? encodePng({ width, height: width, data, channels: 4, depth: 8 })
    : jpeg.encode({ data, width, height: width }, 90).data;
  const type = isHyaline ? "image/png" : "image/jpeg";
  return new Response(new Uint8Array(bytes), { headers: { "content-type": type } });
}
