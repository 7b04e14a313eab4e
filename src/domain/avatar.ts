import { createHash } from "node:crypto";

/**
 * A drawing that is always the same for the same seed: two soft hills under a sun. An SVG data URI of
 * about 600 bytes, so that a site may show it without asking anybody.
 */
export function drawAvatar(seed: string): string {
  const [hue = 0, shift = 0, left = 0, right = 0, sunX = 0, sunY = 0] = createHash("sha256").update(seed).digest();
  const sky = Math.round((hue / 255) * 360);
  const land = (sky + 24 + Math.round((shift / 255) * 40)) % 360;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">`,
    `<rect width="64" height="64" fill="hsl(${sky} 55% 84%)"/>`,
    `<circle cx="${16 + (sunX % 32)}" cy="${14 + (sunY % 10)}" r="8" fill="hsl(${(sky + 180) % 360} 75% 88%)"/>`,
    hill(-6 + (left % 16), 46, `hsl(${land} 38% 62%)`),
    hill(26 + (right % 18), 52, `hsl(${land} 42% 48%)`),
    "</svg>",
  ].join("");
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const hill = (x: number, y: number, fill: string): string =>
  `<ellipse cx="${x + 14}" cy="${y + 20}" rx="36" ry="26" fill="${fill}"/>`;
