import type { LinkingState } from "../../client/index.ts";
import type { LinkingTexts, Progress } from "../demo-texts.ts";

/** What the user does: add a WeChat (`link`), or approve an action with a WeChat of the account (`prove`). */
export type Purpose = "link" | "prove";

/** The text for a state. */
export function textFor(state: LinkingState, purpose: Purpose, { says, ...texts }: LinkingTexts): string {
  switch (state.kind) {
    case "pending":
      return state.code ? says.code.replace("{}", () => state.code?.sendTo.name ?? "") : texts[purpose].scan;
    case "scanned":
      return state.number ? says.number : says.scanned;
    case "declined":
      return says[state.reason === "newcomer_refused" ? "error" : state.reason];
    case "continue":
    // The demo has no change of phone numbers.
    case "phone":
    case "linked":
      return says.granted;
    default:
      return says[state.kind];
  }
}

/** Which phone is used: the current one, another person's, or the previous one. */
export type Holder = "same" | "another" | "back";

/** The phone action for a state. A code is sent in the chat of the account `chat`. */
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
