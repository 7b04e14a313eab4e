/** What a row of each table about people is to an operator: one, and several. */
const words: Readonly<Record<string, readonly [one: string, several: string]>> = {
  accounts: ["account", "accounts"],
  identities: ["WeChat", "WeChats"],
  removed_identities: ["WeChat taken off", "WeChats taken off"],
  identity_conflicts: ["conflict with another account", "conflicts with other accounts"],
  expected_people: ["expected unionid", "expected unionids"],
  sessions: ["session", "sessions"],
  mini_program_sessions: ["session in a mini-program", "sessions in a mini-program"],
  known_browsers: ["known browser", "known browsers"],
  attempts: ["attempt", "attempts"],
  attempt_logs: ["log of an attempt", "logs of attempts"],
  pictures: ["picture of a QR", "pictures of QRs"],
  phone_bindings: ["phone being bound", "phones being bound"],
  chat_codes: ["code of the chat", "codes of the chat"],
  oidc_records: ["record of an OpenID sign-in", "records of OpenID sign-ins"],
  group_members: ["group", "groups"],
  term_consents: ["consent to terms", "consents to terms"],
  client_sessions: ["session at a client", "sessions at clients"],
  outbox: ["message to be sent", "messages to be sent"],
  hits: ["counted try", "counted tries"],
  audit: ["line of the audit", "lines of the audit"],
  invitations: ["invitation", "invitations"],
  account_changes: ["announced change", "announced changes"],
  notices: ["notice", "notices"],
  notice_deliveries: ["delivery of a notice", "deliveries of notices"],
  approvals: ["approval of a change", "approvals of changes"],
};

/** Rows of a table, as in `2 sessions`. A table without words goes by its name. */
export const counted = (count: number, table: string): string => {
  const [one, several] = words[table] ?? [`row of ${table}`, `rows of ${table}`];
  return `${count} ${count === 1 ? one : several}`;
};

/** Of which tables the words are; for the test that none is forgotten. */
export const wordedTables: readonly string[] = Object.keys(words);
