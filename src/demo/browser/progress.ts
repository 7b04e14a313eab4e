import type { SaomaLogin } from "../../widget/element.ts";
import type { NextSteps } from "../sign-in-methods.ts";
import type { Progress, ProgressTexts } from "../texts.ts";
import { one } from "./dom-queries.ts";
import type { PhonePanel } from "./phone.ts";

export type { Progress } from "../texts.ts";

/** Long enough to read what the chat says, in milliseconds. */
const readingMs = 1500;

const shownOnPage: ReadonlySet<Progress> = new Set(["asked", "phone", "signedIn", "linked"]);

/** How far the site is, over the phone where that covers the page; the page comes back where it is its turn. */
export function setUpProgress(phone: PhonePanel): (progress: Progress) => void {
  const line = one("[data-testid=progress]");
  const texts = JSON.parse(line.dataset.texts ?? "{}") as ProgressTexts;
  let shown: Progress | undefined;
  let turning: ReturnType<typeof setTimeout> | undefined;
  return (progress) => {
    if (progress === shown) return;
    const isAnew = shown === "signedIn";
    shown = progress;
    line.dataset.progress = progress;
    line.textContent = texts[progress];
    // A new code on the page is the page's turn still, unless whoever was done has begun anew, and may have the phone.
    if (progress !== "waiting" || isAnew) clearTimeout(turning);
    if (shownOnPage.has(progress)) turning = setTimeout(phone.putAway, readingMs);
  };
}

/** What the page knows of how far somebody is. */
interface Reached {
  readonly progress: Progress;
  /** The phone has set out, and may not have told the service yet. */
  readonly isTaken: boolean;
  readonly next: NextSteps;
  /** A number is asked for on the page, after the pairing code. */
  readonly asksPhone: boolean;
}

/** The step that is next, of so many; -1 where none is. */
export function stepAt({ progress, isTaken, next, asksPhone }: Reached, count: number): number {
  if (progress === "pairing") return asksPhone ? 1 : count - 1;
  if (progress === "phone") return count - 2;
  if (progress === "sms") return count - 1;
  if (progress === "scanned") return next.scanned;
  if (progress === "waiting") return isTaken ? next.taken : 0;
  return -1;
}

export function progressOf({ state }: SaomaLogin): Progress {
  const { kind } = state;
  if (kind === "scanned" || kind === "granted") return "scanned";
  if (kind === "continue") return "asked";
  if (kind === "pairing") return state.pairing === "code" ? "pairing" : "asked";
  if (kind === "phone") return state.sentTo === undefined ? "phone" : "sms";
  if (kind === "signed-in") return "signedIn";
  return kind === "pending" || kind === "loading" ? "waiting" : "over";
}
