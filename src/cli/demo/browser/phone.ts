import type { SaomaLogin } from "../../../widget/element.ts";
import { one } from "./find.ts";

/** As in the style sheet: from here on there is room for a phone beside. */
const wide = matchMedia("(min-width: 1000px)");

/** The simulated phone: beside the page where there is room, in a tab of its own where not. */
export function setUpPhone(login: SaomaLogin): void {
  const link = one<HTMLAnchorElement>("[data-testid=phone]");
  const panel = one("aside.phone");
  const phone = new URL(link.href);
  let frame: HTMLIFrameElement | undefined;

  const aim = () => {
    link.href = aimedAt(phone, login);
  };
  login.addEventListener("state", aim);
  aim();

  link.addEventListener("click", (event) => {
    if (!wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // Only what follows the # differs from the last time, so that the phone is not loaded anew.
    frame ??= makeFrame(panel, link.textContent ?? "");
    frame.src = link.href;
    setOpen(panel, true);
  });
  one(".away").addEventListener("click", () => {
    setOpen(panel, false);
    link.focus();
  });

  // The phone's camera sees what this page shows, as a real one would.
  window.addEventListener("message", ({ source, origin, data }) => {
    if (!frame?.contentWindow || source !== frame.contentWindow || origin !== phone.origin) return;
    if (data?.saoma !== "camera?") return;
    frame.contentWindow.postMessage({ saoma: "qr", image: qrOf(login)?.image }, phone.origin);
  });
}

function aimedAt(phone: URL, login: SaomaLogin): string {
  const content = qrOf(login)?.content;
  const aimed = new URL(phone);
  aimed.hash = content ? `person=xiaoming&scan=${encodeURIComponent(content)}` : "person=xiaoming";
  return aimed.href;
}

const qrOf = ({ state }: SaomaLogin) => (state.kind === "pending" ? state.qr : undefined);

function makeFrame(panel: HTMLElement, title: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.referrerPolicy = "no-referrer";
  frame.allow = "clipboard-read"; // for a QR pasted into its camera
  panel.append(frame);
  return frame;
}

function setOpen(panel: HTMLElement, open: boolean): void {
  panel.hidden = !open;
  document.body.classList.toggle("with-phone", open);
}
