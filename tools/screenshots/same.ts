import type { Browser } from "playwright-core";

/** The allowed difference of a pixel's colour, of at most 765: the edges of letters vary between runs. */
const slack = 120;

/** Whether two pictures (WebP) look the same. */
export async function looksSame(browser: Browser, one: Buffer, other: Buffer): Promise<boolean> {
  if (one.equals(other)) return true;
  const page = await browser.newPage();
  try {
    const sources = JSON.stringify([one, other].map((bytes) => `data:image/webp;base64,${bytes.toString("base64")}`));
    const difference = await page.evaluate(`(async () => {
      const [a, b] = await Promise.all(${sources}.map(async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      }));
      if (a.width !== b.width || a.height !== b.height) return 765;
      let most = 0;
      for (let i = 0; i < a.data.length; i += 4) {
        let off = 0;
        for (let j = i; j < i + 3; j++) off += Math.abs(a.data[j] - b.data[j]);
        if (off > most) most = off;
      }
      return most;
    })()`);
    return Number(difference) <= slack;
  } finally {
    await page.close();
  }
}
