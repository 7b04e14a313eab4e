import type { SaomaLogin } from "../../../widget/element.ts";
import type { Progress, ProgressTexts } from "../texts.ts";
import { one } from "./find.ts";
import type { PhonePanel } from "./phone.ts";

export type { Progress } from "../texts.ts";

/** Long enough to read what the chat says, in milliseconds. */
const glance = 1500;

const pagesTurn: ReadonlySet<Progress> = new Set(["asked", "phone", "signedIn", "linked"]);

/** How far the site is, over the phone where that covers the page; the page comes back where it is its turn. */
export function setUpProgress(phone: PhonePanel): (progress: Progress) => void {
  const line = one("[data-testid=progress]");
  const texts = JSON.parse(line.dataset.texts ?? "{}") as ProgressTexts;
  let shown: Progress | undefined;
  let turning: ReturnType<typeof setTimeout> | undefined;
  return (progress) => {
    if (progress === shown) return;
    shown = progress;
    line.dataset.progress = progress;
    line.textContent = texts[progress];
    clearTimeout(turning);
    if (pagesTurn.has(progress)) turning = setTimeout(phone.putAway, glance);
  };
}

/** The step that is next, of so many. A number that is asked for on the page is the second one. */
export function stepAt(progress: Progress, count: number, asksPhone: boolean): number {
  if (progress === "phone") return 1;
  return progress === "sms" || (progress === "scanned" && !asksPhone) ? count - 1 : 0;
}

export function progressOf({ state }: SaomaLogin): Progress {
  const { kind } = state;
  if (kind === "scanned" || kind === "granted") return "scanned";
  if (kind === "continue") return "asked";
  if (kind === "phone") return state.sentTo === undefined ? "phone" : "sms";
  if (kind === "signed-in") return "signedIn";
  return kind === "pending" || kind === "loading" ? "waiting" : "over";
}
