// Attempts and what is stored beside them.
import type { Generated } from "kysely";
import type { ApprovalAction } from "../../../domain/approval.ts";
import type { AttemptStatus, Channel, DeclineReason, Pairing, Purpose } from "../../../domain/attempt.ts";
import type { Language } from "../../../domain/language.ts";

export interface AttemptTable {
  /** The order in which attempts were written. */
  seq: Generated<number>;
  id: string;
  application_id: string;
  channel: Channel;
  chosen: "auto" | null;
  appid: string;
  purpose: Purpose;
  /** The session that requests it; null for a sign-in. */
  session_id: string | null;
  claim_hash: string;
  browser_hash: string | null;
  browser_name: string;
  language: Language;
  scene: string;
  content: string;
  link: string | null;
  return_to: string | null;
  code_hash: string | null;
  code_draw: number | null;
  code_length: number | null;
  created_at: number;
  status: AttemptStatus;
  reason: DeclineReason | null;
  version: number;
  expires_at: number;
  open_id: string | null;
  /** The order of the scans among the attempts of one person. */
  scan_seq: number | null;
  prompt: number | null;
  number: number | null;
  account_id: string | null;
  newcomer: 0 | 1 | null;
  phone: string | null;
  sms_at: number | null;
  pairing: Pairing | null;
  pairing_tries: number | null;
  /** The action that a WeChat of the account is asked to approve, and the identity concerned. */
  approves: ApprovalAction | null;
  approves_target: string | null;
  proof: "tap" | "number" | null;
  /** The hash of the invitation that was entered. */
  invitation: string | null;
  added_at: number | null;
  terms: "asked" | null;
}

export interface AttemptLogTable {
  id: string;
  created_at: number;
  application_id: string;
  channel: Channel;
  appid: string;
  purpose: Purpose;
  browser_name: string;
  status: AttemptStatus;
  reason: DeclineReason | null;
  version: number;
  ended_at: number | null;
  open_id: string | null;
  account_id: string | null;
  /** One JSON object a line. */
  steps: string;
}

export interface ChatCodeTable {
  appid: string;
  hash: string;
  open_id: string;
  expires_at: number;
  /** The attempt that the code was entered for. */
  attempt_id: string | null;
}

/** Pictures that an attempt shows and that cannot be fetched again. */
export interface PictureTable {
  attempt_id: string;
  /** A data URI. */
  image: string;
  kept_at: number;
}

/** The phone binding of an attempt that asks for a phone. */
export interface PhoneBindingTable {
  attempt_id: string;
  union_id: string | null;
  name: string | null;
  avatar: string | null;
  phone: string | null;
  otp_hash: string | null;
  otp_expires_at: number | null;
  /** The number (E.164) that the person has verified in this attempt. */
  verified_phone: string | null;
  joins: string | null;
  new_owner_at: number | null;
  /** The name, if it came from WeChat. */
  told_name: string | null;
  kept_at: number;
}

/** Sign-ins whose message is still to be sent. */
export interface OutboxTable {
  attempt_id: string;
  kept_at: number;
}

export interface SmsSpendTable {
  /** Days since the epoch. */
  day: number;
  /** In ten thousandths of the operator's money. */
  amount: number;
}
