import type { LinkingState } from "../../client/index.ts";
import type { LinkingTexts, Progress } from "../texts.ts";

/** A WeChat is added, or one of the account's approves. */
export type Purpose = "link" | "prove";

/** What is said of a state. */
export function textFor(state: LinkingState, purpose: Purpose, { says, ...texts }: LinkingTexts): string {
  switch (state.kind) {
    case "pending":
      return state.code ? says.code.replace("{}", () => state.code?.sendTo.name ?? "") : texts[purpose].scan;
    case "scanned":
      return state.number ? says.number : says.scanned;
    case "declined":
      return says[state.reason === "newcomer_refused" ? "error" : state.reason];
    case "continue":
    // The demo changes no phone.
    case "phone":
    case "linked":
      return says.granted;
    default:
      return says[state.kind];
  }
}

/** Whose phone it is done with: the one in the hand, the next person's, or the one from before that. */
export type Holder = "same" | "another" | "back";

/** A code is sent to the account `chat`. */
export function actionFor(state: LinkingState, chat: string, holder: Holder): string {
  const code = state.kind === "pending" ? state.code : undefined;
  const act = code ? new URLSearchParams({ chat, draft: code.text }).toString() : "look";
  return holder === "same" ? act : `${holder}&${act}`;
}

export const imageIn = (state: LinkingState): string | undefined =>
  state.kind === "pending" ? state.qr?.image : undefined;

export function linkingProgressOf({ kind }: LinkingState): Progress {
  if (kind === "scanned" || kind === "granted" || kind === "continue") return "scanned";
  if (kind === "pairing") return "pairing";
  if (kind === "linked") return "linked";
  return kind === "pending" || kind === "loading" ? "waiting" : "over";
}
