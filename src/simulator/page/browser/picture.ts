/**
 * The maximum side length of a picture that is sent: large enough for a code in a screenshot, and small enough to be
 * fast.
 */
const longest = 2600;

/** Any picture the browser can show (also SVG, WebP, GIF) as a PNG data URI on white. */
export async function pngOf(source: Blob | string): Promise<string> {
  const url = typeof source === "string" ? source : URL.createObjectURL(source);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return drawn(image);
  } finally {
    if (typeof source !== "string") URL.revokeObjectURL(url);
  }
}

function drawn(image: HTMLImageElement): string {
  const [width, height] = [image.naturalWidth || 600, image.naturalHeight || 600];
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}
