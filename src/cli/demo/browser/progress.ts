import type { SaomaLogin } from "../../../widget/element.ts";
import { one } from "./find.ts";
import type { PhonePanel } from "./phone.ts";

type Progress = "waiting" | "scanned" | "signedIn" | "over";

/** Long enough to read what the chat says, in milliseconds. */
const glance = 1500;

/** How far the site is, over the phone where that covers the page; there the page comes back once somebody is in. */
export function setUpProgress(login: SaomaLogin, phone: PhonePanel): void {
  const line = one("[data-testid=progress]");
  const texts = JSON.parse(line.dataset.texts ?? "{}") as Record<Progress, string>;
  const steps = one(".steps");
  const show = (progress: Progress): void => {
    line.dataset.progress = progress;
    line.textContent = texts[progress];
    steps.dataset.progress = progress;
  };
  login.addEventListener("state", () => show(progressOf(login)));
  login.addEventListener("signed-in", () => setTimeout(() => phone.putAway(), glance));
  show("waiting");
}

function progressOf({ state: { kind } }: SaomaLogin): Progress {
  if (kind === "scanned" || kind === "granted") return "scanned";
  if (kind === "signed-in") return "signedIn";
  return kind === "pending" || kind === "loading" ? "waiting" : "over";
}
