import type { SaomaLogin } from "../../widget/element.ts";

/**
 * Shows WeChat's own login page in a frame, as `wxLogin.js` does, so that the phone stays beside it; the callback
 * replaces the whole page. Returns whether the frame is shown: it needs `login` and an address to open.
 */
export function frameWechat(panel: HTMLElement, login: SaomaLogin | undefined): boolean {
  const state = login?.state;
  const link = state?.kind === "pending" ? state.link : undefined;
  if (link === undefined) {
    panel.replaceChildren();
    return false;
  }
  if (panel.dataset.link === link && panel.firstChild) return true;
  panel.dataset.link = link;
  panel.replaceChildren(frameOf(link, panel.dataset.title ?? ""));
  return true;
}

function frameOf(link: string, title: string): HTMLIFrameElement {
  const address = new URL(link);
  address.hash = "";
  address.searchParams.set("login_type", "jssdk");
  if (document.documentElement.lang === "en") address.searchParams.set("lang", "en");
  const frame = document.createElement("iframe");
  frame.title = title;
  // The permission that lets the frame navigate the whole page without a click in it.
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-top-navigation");
  frame.src = address.href;
  return frame;
}
