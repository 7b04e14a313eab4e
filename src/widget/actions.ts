import type { SignInState } from "../client/index.ts";

/** Copies the code shown; without permission for the clipboard, by selecting it. Returns whether it worked. */
export async function copyText(shown: HTMLElement | null | undefined): Promise<boolean> {
  if (!shown) return false;
  try {
    await navigator.clipboard.writeText(shown.dataset.code ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(shown);
    return document.execCommand("copy");
  }
}

/** Opens the phone's share dialog, from which a picture can be saved to the album; without one, downloads it. */
export async function savePicture(source: string, name: string): Promise<void> {
  const [type = "", data = ""] = source.slice("data:".length).split(";base64,");
  const files = [new File([Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))], name, { type })];
  if (navigator.canShare?.({ files })) return navigator.share({ files }).catch(() => {});
  Object.assign(document.createElement("a"), { href: source, download: name }).click();
}

/** The address behind the button "open": WeChat's page if the state has a link, otherwise the WeChat app itself. */
export const addressOf = (state: SignInState): string => ("link" in state && state.link) || "weixin://";
