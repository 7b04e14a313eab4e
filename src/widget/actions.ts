import type { SignInState } from "../client/index.ts";

/** Puts the code that is shown where the person can paste it. Without permission it is selected, for them to copy. */
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

/** Gives a picture to the phone's own "share", which saves it to the album; where there is none, downloads it. */
export async function savePicture(source: string, name: string): Promise<void> {
  const [type = "", data = ""] = source.slice("data:".length).split(";base64,");
  const files = [new File([Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))], name, { type })];
  if (navigator.canShare?.({ files })) return navigator.share({ files }).catch(() => {});
  Object.assign(document.createElement("a"), { href: source, download: name }).click();
}

/** Where a press on "open" leads: WeChat's own page, or else WeChat, by the address that opens it on a phone. */
export const addressOf = (state: SignInState): string => ("link" in state && state.link) || "weixin://";
