// All tables by their names.
import type { AccountChangeTable, ApprovalTable, NoticeDeliveryTable, NoticeTable } from "./tables/account-changes.ts";
import type {
  AccountTable,
  ErasedAccountTable,
  ExpectedPersonTable,
  GroupMemberTable,
  IdentityConflictTable,
  IdentityTable,
  InvitationTable,
  RemovedIdentityTable,
  TermConsentTable,
} from "./tables/accounts.ts";
import type {
  AttemptLogTable,
  AttemptTable,
  ChatCodeTable,
  OutboxTable,
  PhoneBindingTable,
  PictureTable,
  SmsSpendTable,
} from "./tables/attempts.ts";
import type { ClientLogoutTable, ClientSessionTable, OidcRecordTable } from "./tables/openid.ts";
import type { AdminKeyTable, AuditTable, ConsoleSessionTable, SignInHourTable } from "./tables/operator.ts";
import type { AnswerTable, HitTable, NonceTable, RelayedPushTable, WechatTokenTable } from "./tables/pushes.ts";
import type {
  BrowserMarkTable,
  KnownBrowserTable,
  MiniProgramSessionTable,
  SessionTable,
  SigningKeyTable,
} from "./tables/sessions.ts";
import type { WebhookLetterTable, WebhookQueueTable, WebhookSequenceTable } from "./tables/webhooks.ts";

/** The tables as the migrations create them. Times are milliseconds since the epoch. */
export interface Database {
  attempts: AttemptTable;
  accounts: AccountTable;
  erased_accounts: ErasedAccountTable;
  identities: IdentityTable;
  identity_conflicts: IdentityConflictTable;
  removed_identities: RemovedIdentityTable;
  expected_people: ExpectedPersonTable;
  sessions: SessionTable;
  known_browsers: KnownBrowserTable;
  browser_marks: BrowserMarkTable;
  answers: AnswerTable;
  relayed_pushes: RelayedPushTable;
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
  sign_in_hours: SignInHourTable;
  probe: ProbeTable;
  migrations: MigrationTable;
}

/** One row, which is written to check that the database accepts writes. */
interface ProbeTable {
  id: number;
  written_at: number;
}

interface MigrationTable {
  name: string;
  applied_at: number;
}
