/** Whether another page holds this phone in a frame. */
export const isEmbedded = window.parent !== window;

/**
 * Asks the page beside for the QR it shows. Its answer, `{ saoma: "qr", image }`, is taken from that page alone,
 * once for each time we asked; nothing but a scan comes of it.
 */
export function askPageBeside(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const done = (image: string | undefined): void => {
      clearTimeout(timer);
      removeEventListener("message", listen);
      resolve(image);
    };
    const listen = ({ source, data }: MessageEvent): void => {
      if (source !== window.parent || data?.saoma !== "qr") return;
      done(typeof data.image === "string" && data.image.startsWith("data:image/") ? data.image : undefined);
    };
    const timer = setTimeout(() => done(undefined), 3000);
    addEventListener("message", listen);
    window.parent.postMessage({ saoma: "camera?" }, "*");
  });
}
