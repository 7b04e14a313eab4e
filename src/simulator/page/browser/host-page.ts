import type { State } from "./state.ts";

/** How long a page beside may take to answer, in milliseconds, before it is asked again. */
const timeoutMs = 1000;

/** Whether another page shows this phone in a frame. */
export const isEmbedded = window.parent !== window;

/** What the page beside was told last. */
let told = "";

/** Tells the page beside what the phone shows over its chats: the address of a page, and what WeChat asks there. */
export function tellHostPage({ person }: State): void {
  if (!isEmbedded || !person) return;
  const screen = { page: person.page?.url, asks: person.consent?.kind };
  if (told === JSON.stringify(screen)) return;
  told = JSON.stringify(screen);
  window.parent.postMessage({ saoma: "screen", ...screen }, "*");
}

/** Tells the page beside that somebody refused what WeChat asked. */
export function tellRefusal(): void {
  if (isEmbedded) window.parent.postMessage({ saoma: "refused" }, "*");
}

/**
 * Asks the host page for the QR that it shows. The response, `{ saoma: "qr", image }`, is accepted only from that page
 * and once for each request, and is only scanned. A login page of WeChat in a frame of the host page responds itself,
 * because it has this origin.
 */
export const askHostPage = async (): Promise<string | undefined> =>
  Promise.any([askParent(), askLoginPage()].map(required)).catch(() => undefined);

async function required(answer: Promise<string | undefined>): Promise<string> {
  const image = await answer;
  if (image === undefined) throw new Error("no QR there");
  return image;
}

function askLoginPage(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel("camera");
    const done = (image?: string): void => {
      clearTimeout(timer);
      clearInterval(asking);
      channel.close();
      resolve(image);
    };
    const timer = setTimeout(done, timeoutMs);
    channel.onmessage = ({ data }) => typeof data?.image === "string" && done(data.image);
    // The other page may not be listening yet, so the question is repeated.
    const ask = (): void => channel.postMessage("what is there?");
    const asking = setInterval(ask, 200);
    ask();
  });
}

function askParent(): Promise<string | undefined> {
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
    const timer = setTimeout(() => done(undefined), timeoutMs);
    addEventListener("message", listen);
    window.parent.postMessage({ saoma: "camera?" }, "*");
  });
}
