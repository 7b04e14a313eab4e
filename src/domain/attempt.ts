import type { ApprovalAction } from "./approval.ts";
import type { Language } from "./language.ts";

/** The ways of proving who you are. */
export type Channel = "official-account-qr" | "official-account-code" | "mini-program" | "open-platform" | "in-wechat";

/**
 * What an attempt may be used for, checked at every step: to sign in; to `link` one more WeChat to the account of a
 * session; to `prove` again that a session's holder is its account's person.
 */
export type Purpose = "sign-in" | "link" | "prove";

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
  /** The application is for groups, and its person is in none of them. */
  | "not_admitted";

/** One browser trying to sign in once. Times are milliseconds since the epoch. */
export interface Attempt {
  readonly id: string;
  readonly applicationId: string;
  readonly channel: Channel;
  /** Present where the client left the channel to us: a refresh may choose another one. */
  readonly chosen?: "auto";
  /** The source. */
  readonly appid: string;
  readonly purpose: Purpose;
  /** The session that asks; present unless the purpose is to sign in. */
  readonly sessionId?: string;
  /** The claim itself is never stored. */
  readonly claimHash: string;
  /** Absent where the claim travels in a header: such a client is never a known browser. */
  readonly browserHash?: string;
  /** What the person is told about the browser, as in "Chrome · macOS". */
  readonly browserName: string;
  readonly language: Language;
  readonly scene: string;
  /** The text inside the QR; empty if there is no QR. */
  readonly content: string;
  /** An address that opens the mini-program on the phone that asks; absent if there is none. */
  readonly link?: string;
  /** Where to send the browser once it has signed in by a page of WeChat's; on an origin that was allowed at the start. */
  readonly returnTo?: string;
  /** Of the text to be sent in the chat, which is never stored; the next two are what it is derived with. */
  readonly codeHash?: string;
  readonly codeDraw?: number;
  readonly codeLength?: number;
  readonly createdAt: number;
  readonly status: AttemptStatus;
  readonly reason?: DeclineReason;
  /** Grows by one with every change of what the browser sees. */
  readonly version: number;
  /** The deadline of the current status; of a terminal one, when it was reached. */
  readonly expiresAt: number;
  /** Who scanned. Written once. */
  readonly openId?: string;
  /** Names this attempt in the prompt's links, for that person only; absent where no chat asks. A multiple of {@link promptStep}. */
  readonly prompt?: number;
  /** Two digits that the browser shows and the chat asks for; present where the policy confirms by number. */
  readonly number?: number;
  /** When an SMS with a code was last about to be sent; present where one was asked for. */
  readonly smsAt?: number;
  /** The number (E.164) that it went to. */
  readonly phone?: string;
  /** Present from `granted` on; from the start where a session asks, whose account it is then. */
  readonly accountId?: string;
  /** Whether redeeming creates the account or, of a link, gives it the identity. */
  readonly newcomer?: boolean;
  /**
   * The hash of the invitation that was submitted on the page before a WeChat answered: the WeChat that answers is
   * linked to the invitation's account.
   */
  readonly invitation?: string;
  /**
   * When the account that it opens got this WeChat by a link, where this is its first sign-in there: its person is asked
   * whether the account is theirs.
   */
  readonly addedAt?: number;
  /** How the person granted it; absent if nothing was asked of them. */
  readonly proof?: "tap" | "number";
  /** Present from where something lasting may come of the attempt besides a sign-in. */
  readonly pairing?: Pairing;
  /** How many wrong pairing codes were typed. */
  readonly pairingTries?: number;
  /** What a WeChat of the account is asked to approve; present where the purpose is to `prove`. */
  readonly approves?: ApprovalAction;
  /** Which identity that is about, as `identityId` names it. */
  readonly approvesTarget?: string;
}

export type AttemptEvent =
  | {
      readonly type: "scan";
      readonly openId: string;
      readonly prompt?: number;
      readonly next: AfterScan;
      readonly number?: number;
      /** The person typed on the page what only their own WeChat was told: the page and they are paired. */
      readonly paired?: true;
      /** See `Attempt.addedAt`. */
      readonly addedAt?: number;
    }
  | { readonly type: "confirm"; readonly openId: string; readonly next: AfterConfirm }
  /** The person picked another number than the browser's. */
  | { readonly type: "miss"; readonly openId: string }
  | { readonly type: "decline"; readonly openId: string }
  /** The linked WeChat's account belongs to another person: this person continues as a newcomer. */
  | { readonly type: "disown"; readonly openId: string; readonly next: AfterConfirm | "refuse" }
  /** The holder of the page has agreed to the person. */
  | { readonly type: "pair" }
  /** A wrong pairing code was typed on the page; `last`, no other one may be. */
  | { readonly type: "mispair"; readonly last: boolean }
  /** The person has shown that a phone is theirs; `conflict` where it belongs to another account. */
  | { readonly type: "bind"; readonly next: "grant" | "conflict" }
  /**
   * The person cannot be granted this: they belong to another account, the operator marked their WeChat as lost, or the
   * application is for groups that they are not in.
   */
  | { readonly type: "conflict"; readonly openId: string; readonly reason?: "wechat_lost" | "not_admitted" }
  | { readonly type: "redeem" }
  | { readonly type: "cancel" }
  | { readonly type: "tick" };

/** What follows a person's own act, as the application's policy decides; `phone`: a newcomer binds one first. */
export type AfterConfirm = "grant" | "phone";

/** What follows a first scan. */
export type AfterScan = AfterConfirm | "ask" | "refuse";

/**
 * What an event did: `moved`; `same`, it had been done before by the same one; `taken`, it is another
 * person's; `early`, it is not time for it yet; `ended`, it came too late; `undo`, it takes back a sign-in.
 */
export type Outcome = "moved" | "same" | "taken" | "early" | "ended" | "undo";

export interface Advance {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
}

/** What the person who answers is asked: an attempt with an invitation asks what a link does. */
export const askedPurpose = ({ purpose, invitation }: Pick<Attempt, "purpose" | "invitation">): Purpose =>
  invitation === undefined ? purpose : "link";

/**
 * How long each status lasts, in milliseconds. `pending` is for a QR, which can be forwarded by anyone who sees it.
 */
export const lifetime = { pending: 120_000, scanned: 180_000, phone_required: 600_000, granted: 60_000 } as const;

/** A page of WeChat's is open for longer than a QR of ours: its own QR lives five minutes. */
const pendingAtWechat = 300_000;

/** To find the account, follow it and send the code. */
const pendingForCode = 300_000;

/** A mini-program may have to be loaded first. */
const pendingForMiniProgram = 300_000;

const pending: Readonly<Record<Channel, number>> = {
  "official-account-qr": lifetime.pending,
  "official-account-code": pendingForCode,
  "mini-program": pendingForMiniProgram,
  "open-platform": pendingAtWechat,
  "in-wechat": pendingAtWechat,
};

/** How long an attempt of this channel stays pending, in milliseconds. */
export const pendingFor = (channel: Channel): number => pending[channel];

/** A pending attempt that is over in less than this, in milliseconds, is not worth showing again. */
export const worthShowing = 15_000;

/** WeChat delivers a push up to three times, 5 s apart: a scan made in time may arrive this much later. */
export const scanGrace = 15_000;

/** A prompt owns this many consecutive link ids: its own for "yes", the next for "not me"; of three numbers, the first,
 * third and fourth. */
export const promptStep = 4;

const terminal: ReadonlySet<AttemptStatus> = new Set(["redeemed", "expired", "declined", "cancelled"]);

export const hasEnded = (attempt: Attempt): boolean => terminal.has(attempt.status);

/** When an untouched attempt becomes `expired`; undefined once it has ended. */
export function endsAt(attempt: Attempt): number | undefined {
  if (hasEnded(attempt)) return undefined;
  return attempt.expiresAt + (attempt.status === "pending" ? scanGrace : 0);
}

/** When an attempt that has not ended came into the status that it is in. */
export const statusSince = (attempt: Attempt): number =>
  attempt.status === "pending" ? attempt.createdAt : attempt.expiresAt - lastsFor(attempt);

/**
 * The attempt after `event`, and what the event did. Pure; the only place that changes a status.
 * `now` is the database's time in milliseconds.
 */
export function advance(before: Attempt, event: AttemptEvent, now: number): Advance {
  const attempt = expire(before, now);
  switch (event.type) {
    case "scan":
      return scan(attempt, event, now);
    case "confirm":
      return confirm(attempt, event, now);
    case "miss":
      return miss(attempt, event.openId, now);
    case "disown":
      return disown(attempt, event, now);
    case "decline":
      return decline(attempt, event.openId, now);
    case "pair":
    case "mispair":
      return pair(attempt, event, now);
    case "bind":
      return bind(attempt, event.next, now);
    case "conflict":
      return conflict(attempt, event, now);
    case "redeem":
      return redeem(attempt, now);
    case "cancel":
      return hasEnded(attempt) ? { attempt, outcome: "ended" } : to(attempt, "cancelled", now);
    case "tick":
      return { attempt, outcome: attempt === before ? "same" : "moved" };
  }
}

function expire(attempt: Attempt, now: number): Attempt {
  const end = endsAt(attempt);
  return end !== undefined && now >= end ? to(attempt, "expired", end).attempt : attempt;
}

function scan(attempt: Attempt, event: Extract<AttemptEvent, { type: "scan" }>, now: number): Advance {
  if (attempt.status !== "pending") return { attempt, outcome: repeated(attempt, event.openId) };
  const { openId, prompt, addedAt } = event;
  const scanned: Attempt = {
    ...attempt,
    openId,
    ...(prompt === undefined ? {} : { prompt }),
    ...(event.paired ? { proof: "tap" } : {}),
    ...(event.paired && addedAt === undefined ? { pairing: "done" } : {}),
    ...(addedAt === undefined ? {} : { addedAt }),
  };
  if (event.next === "refuse") return to({ ...scanned, reason: "newcomer_refused" }, "declined", now);
  if (event.next !== "ask") return to(scanned, statusOf[event.next], now);
  return to(event.number === undefined ? scanned : { ...scanned, number: event.number }, "scanned", now);
}

const statusOf = { grant: "granted", phone: "phone_required" } as const satisfies Record<AfterConfirm, AttemptStatus>;

function confirm(attempt: Attempt, event: Extract<AttemptEvent, { type: "confirm" }>, now: number): Advance {
  const proof = attempt.number === undefined ? "tap" : "number";
  // The person was asked whether the account is theirs, and has answered.
  const { addedAt: _, ...known } = attempt;
  return asks(attempt, event.openId)
    ? to({ ...known, proof }, statusOf[event.next], now)
    : answered(attempt, event.openId);
}

/** Only where it was asked: in the chat or the mini-program before the yes, on the page after WeChat's own. */
function disown(attempt: Attempt, event: Extract<AttemptEvent, { type: "disown" }>, now: number): Advance {
  const { addedAt, pairing, accountId: _, ...rest } = attempt;
  const isAsked = attempt.status === "scanned" || (attempt.status === "granted" && pairing === "agree");
  if (addedAt === undefined || !isAsked || attempt.openId !== event.openId) return answered(attempt, event.openId);
  if (event.next === "refuse") return to({ ...rest, reason: "newcomer_refused" }, "declined", now);
  // A code of the chat that was typed in has paired the page already.
  const isPaired = pairing === "agree" && !withoutChat.has(attempt.channel);
  const own: Attempt = { ...rest, proof: "tap", ...(isPaired ? { pairing: "done" } : {}) };
  return to(own, statusOf[event.next], now);
}

/** Whether this person is asked to confirm. */
const asks = (attempt: Attempt, openId: string): boolean => attempt.status === "scanned" && attempt.openId === openId;

const answered = (attempt: Attempt, openId: string): Advance => ({
  attempt,
  outcome: attempt.status === "pending" ? "early" : repeated(attempt, openId),
});

/** Only while the attempt waits for it: pairing identifies the page, it does not sign anyone in. */
function pair(attempt: Attempt, event: Extract<AttemptEvent, { type: "pair" | "mispair" }>, now: number): Advance {
  if (attempt.pairing === undefined) return { attempt, outcome: hasEnded(attempt) ? "ended" : "early" };
  if (attempt.pairing === "done") return { attempt, outcome: "same" };
  if (hasEnded(attempt)) return { attempt, outcome: "ended" };
  const version = attempt.version + 1;
  if (event.type === "pair") return { attempt: { ...attempt, pairing: "done", version }, outcome: "moved" };
  const tried: Attempt = { ...attempt, pairingTries: (attempt.pairingTries ?? 0) + 1 };
  if (event.last) return to({ ...tried, reason: "wrong_pairing_code" }, "declined", now);
  return { attempt: { ...tried, version }, outcome: "moved" };
}

/** Only while a phone is required: a phone alone does not sign anyone in. */
function bind(attempt: Attempt, next: "grant" | "conflict", now: number): Advance {
  if (attempt.status === "phone_required") {
    return next === "grant" ? to(attempt, "granted", now) : to({ ...attempt, reason: "conflict" }, "declined", now);
  }
  if (attempt.status === "granted" || attempt.status === "redeemed") return { attempt, outcome: "same" };
  return { attempt, outcome: hasEnded(attempt) ? "ended" : "early" };
}

/** Only where there is something to confirm: what is granted is not taken back by a slip. */
function miss(attempt: Attempt, openId: string, now: number): Advance {
  return asks(attempt, openId)
    ? to({ ...attempt, reason: "wrong_number" }, "declined", now)
    : answered(attempt, openId);
}

function decline(attempt: Attempt, openId: string, now: number): Advance {
  if (attempt.status === "pending") return { attempt, outcome: "early" };
  if (attempt.openId !== openId) return { attempt, outcome: repeated(attempt, openId) };
  if (attempt.status === "redeemed") return { attempt, outcome: "undo" };
  if (attempt.status === "declined") return { attempt, outcome: "same" };
  return hasEnded(attempt) ? { attempt, outcome: "ended" } : to({ ...attempt, reason: "by_person" }, "declined", now);
}

function conflict(attempt: Attempt, event: Extract<AttemptEvent, { type: "conflict" }>, now: number): Advance {
  const { openId, reason = "conflict" } = event;
  const isTheirs = attempt.status === "scanned" || (attempt.status === "phone_required" && reason !== "conflict");
  const isOpen = attempt.status === "pending" || (isTheirs && attempt.openId === openId);
  if (!isOpen) return { attempt, outcome: repeated(attempt, openId) };
  return to({ ...attempt, openId, reason }, "declined", now);
}

function redeem(attempt: Attempt, now: number): Advance {
  if (attempt.status === "granted" && isUnpaired(attempt)) return { attempt, outcome: "early" };
  if (attempt.status === "granted") return to(attempt, "redeemed", now);
  if (attempt.status === "redeemed") return { attempt, outcome: "same" };
  return { attempt, outcome: hasEnded(attempt) ? "ended" : "early" };
}

/** What a person's act means on an attempt that already has its person. */
function repeated(attempt: Attempt, openId: string): Outcome {
  if (attempt.openId === openId && (attempt.status === "redeemed" || !hasEnded(attempt))) return "same";
  return attempt.openId === undefined || attempt.openId === openId || attempt.status === "expired" ? "ended" : "taken";
}

function to(before: Attempt, status: AttemptStatus, now: number): Advance {
  const attempt: Attempt = { ...before, status, ...pairingFor(before, status), version: before.version + 1 };
  return { attempt: { ...attempt, expiresAt: now + lastsFor(attempt) }, outcome: "moved" };
}

const isUnpaired = ({ pairing }: Attempt): boolean => pairing === "code" || pairing === "agree";

function lastsFor(attempt: Attempt): number {
  if (attempt.status === "granted" && isUnpaired(attempt)) return pairingLifetime;
  return attempt.status in lifetime ? lifetime[attempt.status as keyof typeof lifetime] : 0;
}

/** On WeChat's own pages there is no chat that could tell a code. */
const withoutChat: ReadonlySet<Channel> = new Set(["open-platform", "in-wechat"]);

/**
 * Before an identity or a phone is added to an account, the page has to agree to the person; so it has to before a
 * linked WeChat's first sign-in to the account, and inside WeChat before an approval, where no other check exists.
 */
function pairingFor(attempt: Attempt, status: AttemptStatus): Pick<Attempt, "pairing"> {
  const { pairing, channel, addedAt } = attempt;
  const isFirst = status === "granted" && addedAt !== undefined;
  const asked = askedPurpose(attempt);
  const isLasting = status === "phone_required" || (status === "granted" && asked === "link");
  // WeChat says silently who opened a page in it, and nobody was asked for the approval.
  const isUnasked = status === "granted" && asked === "prove" && channel === "in-wechat";
  if (pairing !== undefined || !(isLasting || isFirst || isUnasked)) return {};
  return { pairing: withoutChat.has(channel) || isFirst ? "agree" : "code" };
}

/**
 * What the holder of the page does before anything lasting comes of an attempt: types the `code` that only the WeChat
 * which scanned was told; or, where no chat can tell one, `agree`s to the person whom the page names. `done`: it was.
 */
export type Pairing = "code" | "agree" | "done";

/** How long a granted attempt waits for its pairing code, in milliseconds. */
export const pairingLifetime = 180_000;
