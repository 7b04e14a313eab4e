import type { SaomaLogin } from "../../../widget/element.ts";
import { one } from "./find.ts";
import type { Way, Ways } from "./way.ts";

/** As in the style sheet: from here on there is room for a phone beside; below it lies over the page. */
const wide = matchMedia("(min-width: 740px)");

export interface PhonePanel {
  /** Puts it away where it lies over the page. */
  putAway(): void;
}

/** The simulated phone, in a frame. */
export function setUpPhone(login: SaomaLogin, ways: Ways): PhonePanel {
  const link = one<HTMLAnchorElement>("[data-testid=phone]");
  const panel = one("aside.phone");
  const address = new URL(link.href);
  const frame = makeFrame(panel.ariaLabel ?? "");

  const open = (gesture = "") => {
    const target = new URL(address);
    target.hash = gesture;
    // Only what follows the # differs from the last time, so that the phone is not loaded anew.
    if (gesture !== "" || !frame.isConnected) frame.src = target.href;
    if (!frame.isConnected) panel.append(frame);
    panel.hidden = false;
    document.body.classList.add("with-phone");
    if (!wide.matches) one(".away").focus({ preventScroll: true });
  };
  const putAway = () => {
    if (wide.matches || panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("with-phone");
    link.focus({ preventScroll: true });
  };
  /** It lies beside wherever there is room; what was open goes on there, and stays open. */
  const arrange = () => wide.matches && open();
  wide.addEventListener("change", arrange);
  arrange();

  // What a tab of its own would do, for whoever opens one.
  login.addEventListener("state", () => {
    const content = qrOf(login)?.content;
    link.href = content ? `${address.href}#scan=${encodeURIComponent(content)}` : address.href;
  });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(gestureOf(ways.current(), login));
  });
  one(".away").addEventListener("click", putAway);

  // The phone's camera sees what this page shows, as a real one would.
  window.addEventListener("message", ({ source, origin, data }) => {
    if (!frame.contentWindow || source !== frame.contentWindow || origin !== address.origin) return;
    if (data?.saoma !== "camera?") return;
    const answer = () => frame.contentWindow?.postMessage({ saoma: "qr", image: imageShown(login) }, address.origin);
    // Whoever looks while a QR is on its way sees it when it is there.
    if (!login.hidden && login.state.kind === "loading") login.addEventListener("state", answer, { once: true });
    else answer();
  });
  return { putAway };
}

/** What the phone is asked to do, in its own words: see its page's script. */
function gestureOf({ gesture }: Way, login: SaomaLogin): string {
  if (gesture.kind === "open")
    return new URLSearchParams({ open: new URL(gesture.path, location.href).href }).toString();
  if (gesture.kind === "scan") return "look";
  const { state } = login;
  const shown = state.kind === "pending" ? (state.code?.text ?? "") : "";
  const draft = gesture.draft === "code" ? shown : gesture.draft;
  return new URLSearchParams({ chat: gesture.appid, draft }).toString();
}

const qrOf = ({ state }: SaomaLogin) => (state.kind === "pending" ? state.qr : undefined);

/** The QR that can be seen; a frame of WeChat's answers for itself. */
const imageShown = (login: SaomaLogin): string | undefined =>
  login.hidden ? undefined : (qrOf(login)?.image ?? undefined);

function makeFrame(title: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.referrerPolicy = "no-referrer";
  frame.allow = "clipboard-read"; // for a QR pasted into its camera
  return frame;
}
