import { say } from "../say.ts";

/** The names of the rows of each table for operators: singular, plural, and Chinese with its measure word. */
const words: Readonly<Record<string, readonly [one: string, several: string, chinese: string]>> = {
  accounts: ["account", "accounts", "个账号"],
  identities: ["WeChat", "WeChats", "个微信"],
  removed_identities: ["WeChat taken off", "WeChats taken off", "个已移除的微信"],
  identity_conflicts: ["conflict with another account", "conflicts with other accounts", "个与别的账号的冲突"],
  expected_people: ["expected unionid", "expected unionids", "个等待中的 unionid"],
  sessions: ["session", "sessions", "个会话"],
  mini_program_sessions: ["session in a mini-program", "sessions in a mini-program", "个小程序会话"],
  known_browsers: ["known browser", "known browsers", "个已知浏览器"],
  attempts: ["attempt", "attempts", "次登录"],
  attempt_logs: ["log of an attempt", "logs of attempts", "份登录记录"],
  pictures: ["picture of a QR", "pictures of QRs", "张二维码图片"],
  phone_bindings: ["phone being bound", "phones being bound", "个绑定中的手机号"],
  chat_codes: ["code of the chat", "codes of the chat", "个聊天里给的登录码"],
  oidc_records: ["record of an OpenID sign-in", "records of OpenID sign-ins", "条 OpenID 登录记录"],
  group_members: ["group", "groups", "个组"],
  console_sessions: ["session in the console", "sessions in the console", "个后台会话"],
  term_consents: ["consent to terms", "consents to terms", "次同意条款"],
  client_sessions: ["session at a client", "sessions at clients", "个客户端会话"],
  outbox: ["message to be sent", "messages to be sent", "条待发的消息"],
  webhook_letters: ["webhook letter", "webhook letters", "封 webhook 信件"],
  hits: ["counted try", "counted tries", "次计数"],
  audit: ["line of the audit", "lines of the audit", "行操作记录"],
  invitations: ["invitation", "invitations", "个邀请码"],
  account_changes: ["announced change", "announced changes", "项申请中的改动"],
  notices: ["notice", "notices", "条提醒"],
  notice_deliveries: ["delivery of a notice", "deliveries of notices", "次提醒投递"],
  approvals: ["approval of a change", "approvals of changes", "次确认"],
};

/** Rows of a table, as in `2 sessions` or `2 个会话`. For other tables the table's name is used. */
export const counted = (count: number, table: string): string => {
  const [one, several, chinese] = words[table] ?? [`row of ${table}`, `rows of ${table}`, `行 ${table}`];
  return say.language === "zh-CN" ? `${count} ${chinese}` : `${count} ${count === 1 ? one : several}`;
};

/** The tables that have names, for the test that all have. */
export const wordedTables: readonly string[] = Object.keys(words);
