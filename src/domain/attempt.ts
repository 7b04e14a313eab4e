import type { ApprovalAction } from "./approval.ts";
import type { Language } from "./language.ts";

/** The ways to sign in. */
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
  /** The operator suspended the person's account. */
  | "account_suspended"
  /** The application admits only groups that its person is not in. */
  | "not_admitted";

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
   * The person cannot be granted this: they belong to another account, the operator marked their WeChat as lost or
   * suspended their account, or the application does not admit them.
   */
  | {
      readonly type: "conflict";
      readonly openId: string;
      readonly reason?: "wechat_lost" | "account_suspended" | "not_admitted";
    }
  | { readonly type: "redeem" }
  | { readonly type: "cancel" }
  | { readonly type: "tick" };

/** What follows the person's confirm, by the application's policy. `phone`: a newcomer binds a phone first. */
export type AfterConfirm = "grant" | "phone";

/** What follows the first scan. */
export type AfterScan = AfterConfirm | "ask" | "refuse";

/**
 * What an event did. `moved`: the attempt changed; `same`: the same person had done it before; `taken`: the attempt
 * belongs to another person; `early`: the status does not allow it yet; `ended`: it came too late; `undo`: it undoes a
 * sign-in.
 */
export type Outcome = "moved" | "same" | "taken" | "early" | "ended" | "undo";

export interface Advance {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
}

/** The purpose of the question in the chat: an attempt with an invitation is asked like a link. */
export const askedPurpose = ({ purpose, invitation }: Pick<Attempt, "purpose" | "invitation">): Purpose =>
  invitation === undefined ? purpose : "link";

/**
 * How long each status lasts, in milliseconds. `pending` is short for a QR, because anyone who sees it can forward it.
 */
export const lifetime = { pending: 120_000, scanned: 180_000, phone_required: 600_000, granted: 60_000 } as const;

/** A page of WeChat's stays open longer: its own QR is valid for five minutes. */
const pendingAtWechat = 300_000;

/** Long enough to find the account, follow it and send the code. */
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

/** A pending attempt that expires in less than this, in milliseconds, is not shown again. */
export const worthShowing = 15_000;

/** WeChat delivers a push up to three times, 5 s apart: a scan made in time may arrive this much later. */
export const scanGrace = 15_000;

/**
 * Each prompt owns this many consecutive link ids: its own for “yes”, the next for “not me”. If it offers three
 * numbers, they have the first, third and fourth.
 */
export const promptStep = 4;

const terminal: ReadonlySet<AttemptStatus> = new Set(["redeemed", "expired", "declined", "cancelled"]);

export const hasEnded = (attempt: Attempt): boolean => terminal.has(attempt.status);

/** The deadline of an attempt; undefined once it has ended. */
export function endsAt(attempt: Attempt): number | undefined {
  if (hasEnded(attempt)) return undefined;
  return attempt.expiresAt + (attempt.status === "pending" ? scanGrace : 0);
}

/** When an open attempt reached its present status. */
export const statusSince = (attempt: Attempt): number =>
  attempt.status === "pending" ? attempt.createdAt : attempt.expiresAt - lastsFor(attempt);

/**
 * Returns the attempt after `event`, and what the event did. A pure function, and the only one that changes a status.
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
  if (!asks(attempt, event.openId)) return answered(attempt, event.openId);
  const proof = attempt.number === undefined ? "tap" : "number";
  const { addedAt, ...known } = attempt;
  // Present: the person was asked whether the account is theirs, and has answered.
  if (addedAt !== undefined || event.addedAt === undefined) return to({ ...known, proof }, statusOf[event.next], now);
  const prompt = event.prompt === undefined ? {} : { prompt: event.prompt };
  return to({ ...known, ...prompt, addedAt: event.addedAt }, "scanned", now);
}

/** Only if it was asked: in the chat or mini-program before the confirm, on the page after WeChat's own page. */
function disown(attempt: Attempt, event: Extract<AttemptEvent, { type: "disown" }>, now: number): Advance {
  const { addedAt, pairing, accountId: _, ...rest } = attempt;
  const isAsked = attempt.status === "scanned" || (attempt.status === "granted" && pairing === "agree");
  if (addedAt === undefined || !isAsked || attempt.openId !== event.openId) return answered(attempt, event.openId);
  if (event.next === "refuse") return to({ ...rest, reason: "newcomer_refused" }, "declined", now);
  // A chat code that was typed into the page has paired it already.
  const isPaired = pairing === "agree" && !withoutChat.has(attempt.channel);
  if (attempt.number !== undefined && !event.byNumber) return to(rest, "scanned", now);
  const proof = attempt.number === undefined ? "tap" : "number";
  const own: Attempt = { ...rest, proof, ...(isPaired ? { pairing: "done" } : {}) };
  return to(own, statusOf[event.next], now);
}

/** Whether this person is asked to confirm. */
const asks = (attempt: Attempt, openId: string): boolean => attempt.status === "scanned" && attempt.openId === openId;

const answered = (attempt: Attempt, openId: string): Advance => ({
  attempt,
  outcome: attempt.status === "pending" ? "early" : repeated(attempt, openId),
});

/** Only while the attempt waits for it: pairing proves the page and signs nobody in. */
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

/** Only while a phone is required: a phone alone signs nobody in. */
function bind(attempt: Attempt, next: "grant" | "conflict", now: number): Advance {
  if (attempt.status === "phone_required") {
    return next === "grant" ? to(attempt, "granted", now) : to({ ...attempt, reason: "conflict" }, "declined", now);
  }
  if (attempt.status === "granted" || attempt.status === "redeemed") return { attempt, outcome: "same" };
  return { attempt, outcome: hasEnded(attempt) ? "ended" : "early" };
}

/** Only if there is something to confirm: a wrong number does not undo what is granted. */
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
  const isKnown = attempt.status === "phone_required" || attempt.status === "granted";
  const isTheirs = attempt.status === "scanned" || (isKnown && reason !== "conflict");
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

/** The effect of an act on an attempt that has its person already. */
function repeated(attempt: Attempt, openId: string): Outcome {
  if (attempt.openId === openId && (attempt.status === "redeemed" || !hasEnded(attempt))) return "same";
  return attempt.openId === undefined || attempt.openId === openId || attempt.status === "expired" ? "ended" : "taken";
}

function to(before: Attempt, status: AttemptStatus, now: number): Advance {
  const attempt: Attempt = { ...before, status, ...pairingFor(before, status), version: before.version + 1 };
  return { attempt: { ...attempt, expiresAt: now + lastsFor(attempt) }, outcome: "moved" };
}

/** How long a granted attempt waits where terms may have to be read first, in milliseconds. */
const termsLifetime = 600_000;

const isUnpaired = ({ pairing }: Attempt): boolean => pairing === "code" || pairing === "agree";

function lastsFor(attempt: Attempt): number {
  if (attempt.status === "granted" && attempt.terms) return termsLifetime;
  if (attempt.status === "granted" && isUnpaired(attempt)) return pairingLifetime;
  return attempt.status in lifetime ? lifetime[attempt.status as keyof typeof lifetime] : 0;
}

/** The attempt whose page has to be paired once more, because somebody else may have opened it. Wrong codes stay counted. */
export const unpair = (attempt: Attempt): Attempt => ({
  ...attempt,
  pairing: withoutChat.has(attempt.channel) ? "agree" : "code",
  version: attempt.version + 1,
});

/** WeChat's own pages have no chat that could send a code. */
const withoutChat: ReadonlySet<Channel> = new Set(["open-platform", "in-wechat"]);

/**
 * Before an identity or a phone is added to an account, the holder of the page has to agree to the person. The same
 * holds before a linked WeChat's first sign-in, and for an approval inside WeChat, where nothing else is asked.
 */
function pairingFor(attempt: Attempt, status: AttemptStatus): Pick<Attempt, "pairing"> {
  const { pairing, channel, addedAt } = attempt;
  const isFirst = status === "granted" && addedAt !== undefined;
  const asked = askedPurpose(attempt);
  const isLasting = status === "phone_required" || (status === "granted" && asked === "link");
  // WeChat identifies the user of a page inside it silently, and the person was not asked for the approval.
  const isUnasked = status === "granted" && asked === "prove" && channel === "in-wechat";
  if (pairing !== undefined || !(isLasting || isFirst || isUnasked)) return {};
  return { pairing: withoutChat.has(channel) || isFirst ? "agree" : "code" };
}

/**
 * What the holder of the page must do before an attempt has lasting results: type the `code` that only the WeChat that
 * scanned was told; or, if no chat can send one, `agree` to the person whom the page names. `done`: they did.
 */
export type Pairing = "code" | "agree" | "done";

/** How long a granted attempt waits for its pairing code, in milliseconds. */
export const pairingLifetime = 180_000;
