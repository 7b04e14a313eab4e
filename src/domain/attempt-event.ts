import type { Attempt } from "./attempt.ts";

/** What can happen to an attempt. */
export type AttemptEvent =
  | {
      readonly type: "scan";
      readonly openId: string;
      readonly prompt?: number;
      readonly next: AfterScan;
      readonly number?: number;
      /** The person typed on the page what only their own WeChat was told: this pairs the page with them. */
      readonly paired?: true;
      /** See `Attempt.addedAt`. */
      readonly addedAt?: number;
    }
  | {
      readonly type: "confirm";
      readonly openId: string;
      readonly next: AfterConfirm;
      /** See `Attempt.addedAt`; present if it became known after the scan. The person is then asked about it first. */
      readonly addedAt?: number;
      /** The prompt of that question: a link of the one before does not answer it. */
      readonly prompt?: number;
    }
  /** The person picked another number than the one that the browser shows. */
  | { readonly type: "miss"; readonly openId: string }
  | { readonly type: "decline"; readonly openId: string }
  /** The linked WeChat's account belongs to another person: this person continues as a newcomer. */
  | {
      readonly type: "disown";
      readonly openId: string;
      readonly next: AfterConfirm | "refuse";
      /** The person typed the browser's number with it. Without it, an attempt by number goes on asking for its number. */
      readonly byNumber?: true;
    }
  /** The holder of the page has agreed to the person. */
  | { readonly type: "pair" }
  /** A wrong pairing code was typed on the page. `last`: no further try is allowed. */
  | { readonly type: "mispair"; readonly last: boolean }
  /** The person has verified a phone; `conflict` if it belongs to another account. */
  | { readonly type: "bind"; readonly next: "grant" | "conflict" }
  /**
   * The person cannot be granted this, or what was granted can no longer be: they belong to another account, the operator
   * marked their WeChat as lost or suspended their account, or the application does not admit them.
   */
  | {
      readonly type: "conflict";
      readonly openId: string;
      readonly reason?: "wechat_lost" | "account_suspended" | "not_admitted";
    }
  | { readonly type: "redeem" }
  | { readonly type: "cancel" }
  | { readonly type: "tick" };

/** What follows the first scan. */
export type AfterScan = AfterConfirm | "ask" | "refuse";

/** What follows the person's confirm, by the application's policy. `phone`: a newcomer binds a phone first. */
export type AfterConfirm = "grant" | "phone";

/**
 * What an event did. `moved`: the attempt changed; `same`: the same person had done it before; `taken`: the attempt
 * belongs to another person; `early`: the status does not allow it yet; `ended`: it came too late; `undo`: it undoes a
 * sign-in.
 */
export type Outcome = "moved" | "same" | "taken" | "early" | "ended" | "undo";

/** An attempt after an event, and what the event did. */
export interface Advance {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
}
