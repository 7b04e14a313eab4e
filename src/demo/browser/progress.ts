import type { SaomaLogin } from "../../widget/element.ts";
import type { Progress, ProgressTexts } from "../demo-texts.ts";
import type { NextSteps } from "../sign-in-methods.ts";
import { one } from "./dom-queries.ts";
import type { PhonePanel } from "./phone.ts";

export type { Progress } from "../demo-texts.ts";

/** The time to read the reply in the chat, in milliseconds. */
const readingMs = 1500;

const shownOnPage: ReadonlySet<Progress> = new Set(["asked", "phone", "signedIn", "linked"]);

/** Shows the progress on the phone if that covers the page, and returns to the page when the next step is there. */
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
    // After a new code the next step is still on the page, unless the user has begun a new sign-in with the phone.
    if (progress !== "waiting" || isAnew) clearTimeout(turning);
    if (shownOnPage.has(progress)) turning = setTimeout(phone.putAway, readingMs);
  };
}

/** What the page knows about the progress of the sign-in. */
interface Reached {
  readonly progress: Progress;
  /** Whether the phone was taken; the service may not know it yet. */
  readonly isTaken: boolean;
  readonly next: NextSteps;
  /** Whether the page asks for a phone number, after the pairing code. */
  readonly asksPhone: boolean;
}

/** The index of the next of `count` steps; -1 if none is left. */
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
