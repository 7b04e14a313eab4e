import type { SaomaLogin } from "../../widget/element.ts";

/**
 * WeChat's own login page in a frame, as its `wxLogin.js` makes it: the phone stays beside, and the whole page goes
 * on with the code. Whether it is shown; without `login`, or while there is no address to go to, it is not.
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
  // Named, so that it may take the whole page along without a press in it.
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-top-navigation");
  frame.src = address.href;
  return frame;
}
