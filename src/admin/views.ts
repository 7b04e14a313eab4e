// Turns accounts, sessions and attempts into the JSON of the Admin API.
import type { Account } from "../domain/account.ts";
import type { AttemptLogEntry, AttemptRecord } from "../domain/attempt-log.ts";
import type { AuditLine } from "../domain/audit.ts";
import type { InvitationTimes } from "../domain/invitation.ts";
import { isLive, type Session } from "../domain/session.ts";
import type { AccountSeen } from "../login/accounts/admin.ts";
import type {
  AdminAccountView,
  AttemptLogEntryView,
  AttemptRecordView,
  AuditLineView,
  OperatorSessionView,
} from "../wire/admin.ts";

const time = (at: number): string => new Date(at).toISOString();

export const viewAccount = ({ createdAt, lastSignInAt, suspendedAt, ...account }: Account): AdminAccountView => ({
  ...account,
  createdAt: time(createdAt),
  ...(lastSignInAt === undefined ? {} : { lastSignInAt: time(lastSignInAt) }),
  ...(suspendedAt === undefined ? {} : { suspendedAt: time(suspendedAt) }),
});

export const viewIdentity = ({
  id,
  appid,
  openId,
  unionId,
  platform,
  linkedAt,
  lostAt,
}: AccountSeen["identities"][number]) => ({
  id,
  appid,
  openid: openId,
  ...(linkedAt === undefined ? {} : { linkedAt: time(linkedAt) }),
  ...(lostAt === undefined ? {} : { lostAt: time(lostAt) }),
  ...(unionId === undefined ? {} : { unionid: unionId }),
  ...(platform === undefined ? {} : { platform }),
});

export const viewInvitation = ({ validFrom, expiresAt }: Omit<InvitationTimes, "createdAt">) => ({
  validFrom: time(validFrom),
  expiresAt: time(expiresAt),
});

export const viewRemoval = ({ dueAt }: { readonly dueAt: number }) => ({ dueAt: time(dueAt) });

/** Leaves out every credential, even its hash. */
export const viewOperatorSession = (session: Session, now: number): OperatorSessionView => ({
  id: session.id,
  application: session.applicationId,
  channel: session.channel,
  appid: session.appid,
  openid: session.openId,
  attempt: session.attemptId,
  createdAt: time(session.createdAt),
  expiresAt: time(session.expiresAt),
  ...(session.endedAt === undefined ? {} : { endedAt: time(session.endedAt) }),
  ...(session.end === undefined ? {} : { end: session.end }),
  live: isLive(session, now),
});

export const viewAuditLine = ({ accountId, at, ...line }: AuditLine): AuditLineView => ({
  ...line,
  at: time(at),
  ...(accountId === undefined ? {} : { account: accountId }),
});

export const viewAttempt = (attempt: AttemptRecord): AttemptRecordView => ({
  id: attempt.id,
  application: attempt.applicationId,
  channel: attempt.channel,
  appid: attempt.appid,
  purpose: attempt.purpose,
  browser: attempt.browserName,
  status: attempt.status,
  createdAt: time(attempt.createdAt),
  ...(attempt.reason === undefined ? {} : { reason: attempt.reason }),
  ...(attempt.openId === undefined ? {} : { openid: attempt.openId }),
  ...(attempt.accountId === undefined ? {} : { account: attempt.accountId }),
  ...(attempt.endedAt === undefined ? {} : { endedAt: time(attempt.endedAt) }),
});

export const viewLogEntry = ({ at, ...entry }: AttemptLogEntry): AttemptLogEntryView => ({ at: time(at), ...entry });
