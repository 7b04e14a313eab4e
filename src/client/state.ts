import type { AttemptView, StartedAttempt } from "../wire/attempt.ts";
import type { SessionView } from "../wire/session.ts";
import type { TermsView } from "../wire/terms.ts";
import type { RequestFailed } from "./failure.ts";

/** The states of a sign-in, as a page shows them. Times are RFC 3339, by the service's clock. */
export type SignInState =
  | { readonly kind: "loading" }
  /** `invited`: an invitation was typed in, and the WeChat that answers is added to its account. */
  | ({
      readonly kind: "pending";
      /** The channel of the attempt. */
      readonly channel: AttemptView["channel"];
      /** The deadline of this state (RFC 3339, UTC). */
      readonly expiresAt: string;
      /** Whether an invitation was submitted: the WeChat that answers is added to its account. */
      readonly invited?: true | undefined;
    } & Shown)
  /**
   * A person scanned and has yet to confirm, by picking the `number` if there is one. Their account is told only if
   * this browser has signed in to it before.
   */
  | {
      readonly kind: "scanned";
      /** The deadline of this state (RFC 3339, UTC). */
      readonly expiresAt: string;
      /** Two digits to show, which the chat asks for; absent without `confirmBy: number`. */
      readonly number?: string | undefined;
      /** The account, if this browser has signed in to it before. */
      readonly account?: Who | undefined;
    }
  /**
   * Confirmed by another account than the last one of this browser: a stranger may have scanned this screen. Nobody is
   * signed in before `proceed`; `refresh` means no.
   */
  | {
      readonly kind: "continue";
      /** The account that was confirmed. */
      readonly account: Who;
      /** The terms that are asked for next; absent: none. */
      readonly terms?: TermsView | undefined;
      /** The deadline of this state (RFC 3339, UTC). */
      readonly expiresAt: string;
    }
  /**
   * Confirmed, and the application has terms that this person has not agreed to. Nobody is signed in before `proceed`,
   * which agrees to them; `refresh` does not.
   */
  | {
      readonly kind: "terms";
      /** The terms to show, with their addresses. */
      readonly terms: TermsView;
      /** The account that was confirmed; absent for a newcomer. */
      readonly account?: Who | undefined;
      /** The deadline of this state (RFC 3339, UTC). */
      readonly expiresAt: string;
    }
  /**
   * Answered by a WeChat that the page does not know yet. `code`: submit what only that WeChat was told, with `pair`;
   * `agree`: confirm with `pair` that `account` is the right person. Nothing is added to any account before.
   */
  | {
      readonly kind: "pairing";
      /**
       * `code`: ask for the six digits shown in the WeChat that scanned. `agree`: ask whether `account` is the right
       * one.
       */
      readonly pairing: "code" | "agree";
      /**
       * With `agree`: when this WeChat, which signs in for the first time, was added to `account`. If that account is a
       * stranger's, call `disown`.
       */
      readonly addedAt?: string | undefined;
      /** The account to agree to. */
      readonly account?: Who | undefined;
      /** The deadline of this state (RFC 3339, UTC). */
      readonly expiresAt: string;
    }
  /** Confirmed by a person who must first prove a phone number, with the code of an SMS. */
  | ({
      readonly kind: "phone";
      /** The deadline of this state (RFC 3339, UTC). */
      readonly expiresAt: string;
    } & Phone)
  /** Confirmed; the result is being fetched. */
  | { readonly kind: "granted" }
  | ({ readonly kind: "signed-in" } & SessionView)
  /** The QR is too old. A scan made just in time may still lead on to `scanned`. */
  | { readonly kind: "expired" }
  | {
      readonly kind: "declined";
      /** Why the attempt was declined. */
      readonly reason: DeclineReason;
    }
  /**
   * Another tab of this browser, which was shown later, follows the attempt. The result is shown here, too; `takeBack`
   * continues here.
   */
  | { readonly kind: "elsewhere" }
  /** The service refuses. If `retryable`, the client retries by itself. */
  | {
      readonly kind: "error";
      /** The error code; docs/errors.md. */
      readonly code: string;
      /** The error in a sentence. */
      readonly message: string;
      /** Whether the client tries again by itself. */
      readonly retryable: boolean;
    }
  /** The service cannot be reached; it is tried again by itself. */
  | { readonly kind: "offline" };

/** What a pending attempt shows: a QR to scan, a code to send, or the address of WeChat's own page to go to. */
export type Shown = { readonly [K in "qr" | "code" | "link" | "application"]?: StartedAttempt[K] | undefined };

/** A user with an account. `avatar` is an address or a data URI. */
export type Who = NonNullable<AttemptView["account"]>;

/** `sentTo`: the masked number of the newest SMS; absent if none was sent. `resendAt`: when another may be sent. */
export type Phone = NonNullable<AttemptView["phone"]>;

/** `image` is a data URI; `content` the text inside. */
export type Qr = NonNullable<StartedAttempt["qr"]>;

/** What to send, and to which account. */
export type Code = NonNullable<StartedAttempt["code"]>;

/** Why an attempt was declined. */
export type DeclineReason = NonNullable<AttemptView["reason"]>;

/** The state for a view. `last` is the account that this browser last signed in as, if the service cannot know it. */
export function stateOf(view: AttemptView, { qr, code, link, application }: Shown, last?: string): SignInState {
  const { status, channel, expiresAt, number, account, pairing, invited, addedAt } = view;
  if (pairing) return { kind: "pairing", pairing, expiresAt, account, addedAt };
  switch (status) {
    case "pending":
      return { kind: status, channel, expiresAt, invited, qr, code, link, application };
    case "phone_required":
      return { kind: "phone", expiresAt, ...view.phone };
    case "scanned":
      return { kind: status, expiresAt, number, account };
    case "granted":
    case "redeemed": {
      const isAnother = status === "granted" && (view.ask || (last && last !== account?.id));
      if (isAnother && account) return { kind: "continue", account, expiresAt, terms: view.terms };
      return agreedState(status === "granted" ? view : {});
    }
    case "declined":
      return { kind: status, reason: view.reason ?? "by_person" };
    // Cancelled: another tab of this browser has taken a new one.
    default:
      return { kind: "expired" };
  }
}

/** The state after every other question: `terms` if the person has yet to agree to some, otherwise `granted`. */
export const agreedState = ({
  terms,
  account,
  expiresAt = "",
}: Partial<Pick<AttemptView, "terms" | "account" | "expiresAt">>): SignInState =>
  terms ? { kind: "terms", terms, account, expiresAt } : { kind: "granted" };

export function troubleOf({ code, message, retryable }: RequestFailed): SignInState {
  return code === "unreachable" ? { kind: "offline" } : { kind: "error", code, message, retryable };
}
