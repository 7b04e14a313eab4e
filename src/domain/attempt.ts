import type { ApprovalAction } from "./approval.ts";
import { SaomaError } from "./errors.ts";
import type { Language } from "./language.ts";

/** The ways to sign in. */
export type Channel = "official-account-qr" | "official-account-code" | "mini-program" | "open-platform" | "in-wechat";

/**
 * What an attempt may be used for, checked at every step: to sign in; to `link` one more WeChat to the account of a
 * session; to `prove` again that a session's holder is its account's person; to enter the operator's console as an
 * administrator (`administer`), which only the operator's listener begins and redeems.
 */
export type Purpose = "sign-in" | "link" | "prove" | "administer";

/** What attempts on the public port are for. */
export type PublicPurpose = Exclude<Purpose, "administer">;

/** The purpose of an attempt on the public port. There, no sign-in to the console is described. */
export function publicPurpose(purpose: Purpose): PublicPurpose {
  if (purpose === "administer") throw new SaomaError("attempt_not_found");
  return purpose;
}

export type AttemptStatus =
  | "pending"
  | "scanned"
  | "phone_required"
  | "granted"
  | "redeemed"
  | "expired"
  | "declined"
  | "cancelled";

export type DeclineReason =
  | "by_person"
  | "wrong_number"
  | "wrong_pairing_code"
  | "newcomer_refused"
  | "conflict"
  | "wechat_lost"
  /** The operator suspended the person's account. */
  | "account_suspended"
  /** The application admits only groups that its person is not in. */
  | "not_admitted";

/**
 * What the holder of the page must do before an attempt has lasting results: type the `code` that only the WeChat that
 * scanned was told; or, if no chat can send one, `agree` to the person whom the page names. `done`: they did.
 */
export type Pairing = "code" | "agree" | "done";

/** One try of a browser to sign in. Times are milliseconds since the epoch. */
export interface Attempt {
  readonly id: string;
  readonly applicationId: string;
  readonly channel: Channel;
  /** Present if the client left the channel to the service: a refresh may choose another one. */
  readonly chosen?: "auto";
  /** The source. */
  readonly appid: string;
  readonly purpose: Purpose;
  /**
   * The session that requests it. Of a sign-in, the session that it renewed: its person was signed in there already, and
   * several applications share it.
   */
  readonly sessionId?: string;
  /** The claim itself is never stored. */
  readonly claimHash: string;
  /** Absent if the claim is sent in a header: such a client is never a known browser. */
  readonly browserHash?: string;
  /** What the person is told of the browser, as in "Chrome · macOS". */
  readonly browserName: string;
  readonly language: Language;
  readonly scene: string;
  /** The text inside the QR; empty if there is no QR. */
  readonly content: string;
  /** An address that opens the mini-program on the same phone; absent if there is none. */
  readonly link?: string;
  /** The page to return to after a page of WeChat; its origin was allowed at the start. */
  readonly returnTo?: string;
  /** The hash of the text to be sent in the chat, which is never stored. It is derived with the next two fields. */
  readonly codeHash?: string;
  readonly codeDraw?: number;
  readonly codeLength?: number;
  readonly createdAt: number;
  readonly status: AttemptStatus;
  readonly reason?: DeclineReason;
  /** Increases with every change that the browser can see. */
  readonly version: number;
  /** The deadline of the current status; for a terminal status, the time at which it was reached. */
  readonly expiresAt: number;
  /** The openid of the person who scanned. Written once. */
  readonly openId?: string;
  /**
   * Identifies this attempt in the prompt's links, for that person only; absent if no chat asks. A multiple of {@link
   * promptStep}.
   */
  readonly prompt?: number;
  /** Two digits that the browser shows and the chat asks for; present if the policy confirms by number. */
  readonly number?: number;
  /** When the last SMS with a code was reserved; present if one was requested. */
  readonly smsAt?: number;
  /** The number (E.164) of that SMS. */
  readonly phone?: string;
  /** Present from `granted` on; for an attempt that a session requests, the session's account from the start. */
  readonly accountId?: string;
  /** Whether the redeem creates the account or, for a link, adds the identity to it. */
  readonly newcomer?: boolean;
  /**
   * The hash of the invitation that was submitted on the page before a WeChat answered: the WeChat that answers is
   * linked to the invitation's account.
   */
  readonly invitation?: string;
  /**
   * When this WeChat was added to the account by a link, if this is its first sign-in there: its person is asked
   * whether the account is theirs.
   */
  readonly addedAt?: number;
  /** How the person confirmed; absent if they were not asked. */
  readonly proof?: "tap" | "number";
  /** Present as soon as the attempt may have lasting results other than a sign-in. */
  readonly pairing?: Pairing;
  /** The number of wrong pairing codes so far. */
  readonly pairingTries?: number;
  /** The action that a WeChat of the account is asked to approve; present if the purpose is `prove`. */
  readonly approves?: ApprovalAction;
  /** The identity that the action is about, as `identityId` names it. */
  readonly approvesTarget?: string;
  /** Present where the application has terms: a grant waits until its person has read them. */
  readonly terms?: "asked";
}

/**
 * Each prompt owns this many consecutive link ids: its own for “yes”, the next for “not me”. If it offers three
 * numbers, they have the first, third and fourth.
 */
export const promptStep = 4;
