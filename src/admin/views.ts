import type { Account } from "../domain/account.ts";
import type { AuditLine } from "../domain/audit.ts";
import { isLive, type Session } from "../domain/session.ts";
import type { AccountSeen } from "../login/accounts/admin.ts";
import type { AdminAccountView, AuditLineView, OperatorSessionView } from "../wire/admin.ts";

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

/** Nothing that proves who somebody is, not even as a hash. */
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
