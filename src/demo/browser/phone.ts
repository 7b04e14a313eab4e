import type { SaomaLogin } from "../../widget/element.ts";
import { one } from "./dom-queries.ts";
import type { PhoneScreen } from "./inside.ts";
import { type PhoneTask, qrOf } from "./phone-task.ts";

/** As in the style sheet: on wider screens the phone is beside the page, on others it covers the page. */
const wide = matchMedia("(min-width: 740px)");

export interface PhonePanel {
  /** Closes the phone if it covers the page. */
  putAway(): void;
  /** Whether the phone is open. */
  isHeld(): boolean;
}

/** Who is told what happens at the phone. */
export interface PhoneListeners {
  /** It sets out to do what the page is about. */
  taken(): void;
  /** What it shows has changed. */
  shows(screen: PhoneScreen): void;
  /** What WeChat asked was refused. */
  refused(): void;
}

/** The simulated phone, in a frame. */
export function setUpPhone(login: SaomaLogin, task: PhoneTask, { taken, shows, refused }: PhoneListeners): PhonePanel {
  const link = one<HTMLAnchorElement>("[data-testid=phone]");
  const panel = one("aside.phone");
  const address = new URL(link.href);
  const frame = makeFrame(panel.ariaLabel ?? "");

  const open = (gesture = "") => {
    const target = new URL(address);
    target.hash = gesture;
    // Only the fragment of the address changes, so that the phone is not reloaded.
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
  /** Opens the phone if there is room beside the page. An open phone stays open. */
  const arrange = () => wide.matches && open();
  wide.addEventListener("change", arrange);
  arrange();

  // The link opens the same action in a tab of its own.
  login.addEventListener("state", () => {
    const content = qrOf(login)?.content;
    link.href = content ? `${address.href}#scan=${encodeURIComponent(content)}` : address.href;
  });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(task.action());
    taken();
  });
  one(".away").addEventListener("click", putAway);

  // The phone's camera sees what this page shows, as a real one would.
  window.addEventListener("message", async ({ source, origin, data }) => {
    if (!frame.contentWindow || source !== frame.contentWindow || origin !== address.origin) return;
    if (data?.saoma === "screen") return shows(data as PhoneScreen);
    if (data?.saoma === "refused") return refused();
    if (data?.saoma !== "camera?") return;
    taken();
    const image = await task.image();
    frame.contentWindow?.postMessage({ saoma: "qr", image }, address.origin);
  });
  return { putAway, isHeld: () => document.activeElement === frame };
}

function makeFrame(title: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.referrerPolicy = "no-referrer";
  frame.allow = "clipboard-read"; // A QR can be pasted into the phone's camera.
  return frame;
}
