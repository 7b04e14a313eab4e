/** Deletes expired rows. Each call deletes at most `limit` rows and returns how many. */
export interface Housekeeping {
  /** Attempts that ended, or were to end, before `before`; not those whose session lived then: it can be taken back. */
  attempts(before: number, limit: number): Promise<number>;
  /** Answers, written before `before`, to pushes dated before it; nonces dated before it. */
  inbox(before: number, limit: number): Promise<number>;
  /** Codes of the chat that expired before `before`. */
  chatCodes(before: number, limit: number): Promise<number>;
  /** What the OpenID provider kept and expired before `before`. */
  oidcRecords(before: number, limit: number): Promise<number>;
  /** Client sessions that expired before `before`, and logouts that could not be delivered by then. */
  clientSessions(before: number, limit: number): Promise<number>;
  /** Letters that were delivered before then. */
  webhooks(before: number, limit: number): Promise<number>;
  /** Letters that were written before then, whatever became of them, and queues that nobody has looked at since. */
  oldWebhooks(before: number, limit: number): Promise<number>;
  /** Pictures kept since before `before`. */
  pictures(before: number, limit: number): Promise<number>;
  /** Those kept since before `before`. */
  phoneBindings(before: number, limit: number): Promise<number>;
  /** Those that expired before `before`. */
  miniProgramSessions(before: number, limit: number): Promise<number>;
  /** What accounts took off before `before`. */
  removedIdentities(before: number, limit: number): Promise<number>;
  /** Announced changes that ended before then. */
  accountChanges(before: number, limit: number): Promise<number>;
  /** Notices, and what chats have not been told, of before then. */
  notices(before: number, limit: number): Promise<number>;
  /** Approvals that were given before then. */
  approvals(before: number, limit: number): Promise<number>;
  /** Invitations that expired before then. */
  invitations(before: number, limit: number): Promise<number>;
  /** Browsers that were last used, or marked, before then. */
  browsers(before: number, limit: number): Promise<number>;
  /** Hits of durable limits before `before`. */
  hits(before: number, limit: number): Promise<number>;
  /** Links to the console, and its sessions, that expired before then. */
  consoleSessions(before: number, limit: number): Promise<number>;
  /** Logs of attempts that were started before then. */
  attemptLogs(before: number, limit: number): Promise<number>;
  /** Counts of hours that began before then. */
  signInHours(before: number, limit: number): Promise<number>;
  /** Sessions that expired or were ended before `before`. */
  sessions(before: number, limit: number): Promise<number>;
  /** Signing keys that stopped being published before `before`. */
  keys(before: number, limit: number): Promise<number>;
}
