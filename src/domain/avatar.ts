import { hash } from "node:crypto";

/**
 * A drawing that is always the same for the same seed: two soft hills under a sun. An SVG data URI of about 600
 * bytes, which a site can show without a request.
 */
export function drawAvatar(seed: string): string {
  const [hue = 0, shift = 0, left = 0, right = 0, sunX = 0, sunY = 0] = hash("sha256", seed, "buffer");
  const sky = Math.round((hue / 255) * 360);
  const sun = { x: 16 + (sunX % 32), y: 14 + (sunY % 10), hue: (sky + 180) % 360 };
  const land = (sky + 24 + Math.round((shift / 255) * 40)) % 360;
  const numbers = [sky, sun.x, sun.y, sun.hue, 8 + (left % 16), land, 40 + (right % 18), land];
  return encodedParts.reduce((drawn, part, at) => `${drawn}${numbers[at - 1]}${part}`);
}

const svg = [
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">`,
  `<rect width="64" height="64" fill="hsl(~ 55% 84%)"/>`,
  `<circle cx="~" cy="~" r="8" fill="hsl(~ 75% 88%)"/>`,
  `<ellipse cx="~" cy="66" rx="36" ry="26" fill="hsl(~ 38% 62%)"/>`,
  `<ellipse cx="~" cy="72" rx="36" ry="26" fill="hsl(~ 42% 48%)"/>`,
  "</svg>",
].join("");

/** Encoded once, except for the numbers: each session check returns an avatar. */
const encodedParts = `data:image/svg+xml,${encodeURIComponent(svg)}`.split("~");
