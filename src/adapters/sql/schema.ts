import type { Generated } from "kysely";
import type { ChangeAction, ChangeEnd } from "../../domain/account-change.ts";
import type { AdminRight } from "../../domain/admin-key.ts";
import type { ApprovalAction } from "../../domain/approval.ts";
import type { AttemptStatus, Channel, DeclineReason, Pairing, Purpose } from "../../domain/attempt.ts";
import type { AuditAction } from "../../domain/audit.ts";
import type { Strength } from "../../domain/known-browser.ts";
import type { Language } from "../../domain/language.ts";
import type { NoticeKind } from "../../domain/notice.ts";
import type { SessionEnd } from "../../domain/session.ts";
import type { SigningAlgorithm } from "../../domain/signing-key.ts";
import type { WebhookState } from "../../domain/webhook.ts";

/** The tables, as `migrations.ts` makes them. Times are milliseconds since the epoch. */
export interface Database {
  attempts: AttemptTable;
  accounts: AccountTable;
  identities: IdentityTable;
  identity_conflicts: IdentityConflictTable;
  removed_identities: RemovedIdentityTable;
  expected_people: ExpectedPersonTable;
  sessions: SessionTable;
  known_browsers: KnownBrowserTable;
  browser_marks: BrowserMarkTable;
  answers: AnswerTable;
  nonces: NonceTable;
  chat_codes: ChatCodeTable;
  oidc_records: OidcRecordTable;
  client_sessions: ClientSessionTable;
  client_logouts: ClientLogoutTable;
  webhook_letters: WebhookLetterTable;
  webhook_queues: WebhookQueueTable;
  webhook_sequences: WebhookSequenceTable;
  group_members: GroupMemberTable;
  term_consents: TermConsentTable;
  hits: HitTable;
  mini_program_sessions: MiniProgramSessionTable;
  pictures: PictureTable;
  phone_bindings: PhoneBindingTable;
  approvals: ApprovalTable;
  invitations: InvitationTable;
  account_changes: AccountChangeTable;
  notices: NoticeTable;
  notice_deliveries: NoticeDeliveryTable;
  sms_spend: SmsSpendTable;
  outbox: OutboxTable;
  signing_keys: SigningKeyTable;
  wechat_tokens: WechatTokenTable;
  admin_keys: AdminKeyTable;
  console_sessions: ConsoleSessionTable;
  audit: AuditTable;
  attempt_logs: AttemptLogTable;
  probe: ProbeTable;
  migrations: MigrationTable;
}

interface AttemptTable {
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
  /** Among the attempts of one person, the order in which they were scanned. */
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
  /** The hash of the one that was typed in. */
  invitation: string | null;
  added_at: number | null;
  terms: "asked" | null;
}

interface AttemptLogTable {
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

interface ConsoleSessionTable {
  hash: string;
  kind: "link" | "session";
  actor: string;
  access: AdminRight;
  created_at: number;
  expires_at: number;
}

interface ChatCodeTable {
  appid: string;
  hash: string;
  open_id: string;
  expires_at: number;
  /** The attempt it was typed for. */
  attempt_id: string | null;
}

interface OidcRecordTable {
  model: string;
  id_hash: string;
  payload: string;
  grant_hash: string | null;
  session_id: string | null;
  expires_at: number;
  consumed_at: number | null;
}

/** The sessions that clients of the OpenID provider know. */
interface ClientSessionTable {
  session_id: string;
  application_id: string;
  /** The session's. */
  expires_at: number;
}

/** The clients that must be notified of a session's end. */
interface ClientLogoutTable {
  session_id: string;
  application_id: string;
  ended_at: number;
  tries: number;
  next_at: number;
}

/** Events on their way to the operator's other services. */
interface WebhookLetterTable {
  id: string;
  endpoint: string;
  queue: string;
  type: string;
  account_id: string | null;
  appid: string | null;
  open_id: string | null;
  sequence: number | null;
  body: string;
  created_at: number;
  state: WebhookState;
  tries: number;
  resent: number;
  problem: string | null;
  settled_at: number | null;
}

/** What an endpoint gets one after the other: due, or leased, until the next try or until a dead letter blocks no more. */
interface WebhookQueueTable {
  endpoint: string;
  queue: string;
  next_at: number;
  blocked_by: string | null;
}

/** How many events of an account there were. */
interface WebhookSequenceTable {
  account_id: string;
  last: number;
}

/** The members of the operator's groups. */
interface GroupMemberTable {
  account_id: string;
  group_name: string;
  added_at: number;
}

interface TermConsentTable {
  account_id: string;
  application_id: string;
  title: string;
  version: string;
  agreed_at: number;
}

/** What durable limits have counted. */
interface HitTable {
  seq: Generated<number>;
  key: string;
  /** The same one counts once. */
  occasion: string | null;
  hit_at: number;
}

interface AccountTable {
  id: string;
  name: string;
  avatar: string | null;
  /** E.164. */
  phone: string | null;
  created_at: number;
  last_sign_in_at: number | null;
  /** The appid of the source that returned the next two. */
  told_by: string | null;
  told_name: string | null;
  told_avatar: string | null;
  /** The same of the phone. */
  phone_told_by: string | null;
  told_phone: string | null;
  /** When the operator last knew it to be the person's. */
  phone_seen_at: number | null;
  suspended_at: number | null;
}

interface IdentityTable {
  appid: string;
  open_id: string;
  account_id: string;
  platform: string | null;
  union_id: string | null;
  /** The attempt that linked it to the account of a signed-in person. */
  linked_by: string | null;
  linked_at: number | null;
  /** When its person was first signed in by it. */
  signed_in_at: number | null;
  lost_at: number | null;
}

/** Whose a unionId will be when its person comes. */
interface ExpectedPersonTable {
  platform: string;
  union_id: string;
  account_id: string;
}

/** What an account took off, and may have back. */
interface RemovedIdentityTable {
  account_id: string;
  appid: string;
  open_id: string;
  platform: string | null;
  union_id: string | null;
  linked_by: string | null;
  linked_at: number | null;
  lost_at: number | null;
  removed_at: number;
}

interface IdentityConflictTable {
  appid: string;
  open_id: string;
  account_id: string;
  platform: string;
  union_id: string;
  other_account_id: string | null;
  noticed_at: number;
}

interface SessionTable {
  id: string;
  account_id: string;
  application_id: string;
  attempt_id: string;
  channel: Channel;
  appid: string;
  open_id: string;
  union_id: string | null;
  newcomer: 0 | 1;
  token_hash: string;
  created_at: number;
  expires_at: number;
  first_used_at: number | null;
  proven_at: number | null;
  ended_at: number | null;
  end_reason: SessionEnd | null;
  generation: number | null;
  rotated_at: number | null;
  client_hash: string | null;
  browser_hash: string | null;
  browser_name: string | null;
  network: string | null;
  language: Language | null;
}

interface KnownBrowserTable {
  browser_hash: string;
  account_id: string;
  application_id: string;
  strength: Strength;
  used_at: number;
}

/** The account that a browser last signed in to, as a mark that cannot be traced to a person without the secret. */
interface BrowserMarkTable {
  browser_hash: string;
  mark: string;
  marked_at: number;
}

interface AnswerTable {
  /** Of the push, in Unix seconds. */
  created_at: number;
  appid: string;
  key: string;
  reply: string | null;
  answered_at: number;
}

interface NonceTable {
  /** In Unix seconds. */
  signed_at: number;
  appid: string;
  nonce: string;
  fingerprint: string;
}

interface MiniProgramSessionTable {
  token_hash: string;
  appid: string;
  open_id: string;
  union_id: string | null;
  expires_at: number;
}

/** Pictures that an attempt shows and that cannot be drawn again. */
interface PictureTable {
  attempt_id: string;
  /** A data URI. */
  image: string;
  kept_at: number;
}

/** What an attempt that asks for a phone knows besides. */
interface PhoneBindingTable {
  attempt_id: string;
  union_id: string | null;
  name: string | null;
  avatar: string | null;
  phone: string | null;
  otp_hash: string | null;
  otp_expires_at: number | null;
  /** The number (E.164) that the person has shown to be theirs in this attempt. */
  verified_phone: string | null;
  joins: string | null;
  new_owner_at: number | null;
  /** The name, if it came from WeChat. */
  told_name: string | null;
  kept_at: number;
}

/** What WeChats of an account said yes to. */
interface ApprovalTable {
  attempt_id: string;
  session_id: string;
  account_id: string;
  action: ApprovalAction;
  target: string;
  appid: string;
  open_id: string;
  approved_at: number;
  used_at: number | null;
}

/** What is announced before it is done. */
interface AccountChangeTable {
  id: string;
  account_id: string;
  action: ChangeAction;
  /** Which identity is removed. */
  appid: string | null;
  open_id: string | null;
  /** E.164. */
  phone: string | null;
  by_appid: string;
  by_open_id: string;
  by_linked_at: number | null;
  session_id: string;
  application_id: string;
  announced_at: number;
  due_at: number;
  ended_at: number | null;
  end_reason: ChangeEnd | null;
  /** E.164. */
  former_phone: string | null;
}

/** The notices of accounts. */
interface NoticeTable {
  id: string;
  account_id: string;
  kind: NoticeKind;
  at: number;
  application_id: string | null;
  /** Whom it is about. */
  appid: string | null;
  open_id: string | null;
  /** Who approved it, and which session asked. */
  by_appid: string | null;
  by_open_id: string | null;
  session_id: string | null;
  change_id: string | null;
  due_at: number | null;
}

/** Notices that a chat has not received yet. */
interface NoticeDeliveryTable {
  appid: string;
  open_id: string;
  notice_id: string;
  account_id: string;
  kept_at: number;
  /** When a message was last about to be sent. */
  tried_at: number | null;
}

/** By which the operator has people come to an account with another WeChat; a used one is gone. */
interface InvitationTable {
  hash: string;
  account_id: string;
  created_at: number;
  expires_at: number;
}

interface SmsSpendTable {
  /** Days since the epoch. */
  day: number;
  /** In ten thousandths of the operator's money. */
  amount: number;
}

/** Sign-ins whose message is still to be sent. */
interface OutboxTable {
  attempt_id: string;
  kept_at: number;
}

interface SigningKeyTable {
  kid: string;
  algorithm: SigningAlgorithm;
  public_key: string;
  sealed_private_key: string;
  active_from: number;
  retires_at: number | null;
}

interface WechatTokenTable {
  appid: string;
  value: string;
  expires_at: number;
}

/** Who may look and do what on the operator's listener. */
interface AdminKeyTable {
  hash: string;
  label: string;
  access: AdminRight;
  created_at: number;
  ended_at: number | null;
}

/** What the operator did; only ever appended to, but for the person whom a deletion takes out of it. */
interface AuditTable {
  seq: Generated<number>;
  at: number;
  actor: string;
  action: AuditAction;
  account_id: string | null;
  target: string | null;
  /** JSON, as the next one. */
  before: string | null;
  after: string | null;
}

/** One row, written to find out whether writing works. */
interface ProbeTable {
  id: number;
  written_at: number;
}

interface MigrationTable {
  name: string;
  applied_at: number;
}
