import type { Attempt } from "../domain/attempt.ts";
import { drawAvatar } from "../domain/avatar.ts";
import type { SignedIn } from "../login/session.ts";
import type { Started } from "../login/start.ts";
import type { AttemptView, StartedAttempt } from "../wire/attempt.ts";
import type { SessionView } from "../wire/session.ts";
import { drawQr } from "./qr.ts";

const time = (ms: number): string => new Date(ms).toISOString();

export function viewAttempt({ id, channel, status, reason, expiresAt }: Attempt): AttemptView {
  return { id, channel, status, ...(reason ? { reason } : {}), expiresAt: time(expiresAt) };
}

export function viewStarted({ attempt, why, claim }: Started): StartedAttempt {
  const qr = drawQr(attempt.content);
  return { ...viewAttempt(attempt), ...(why ? { why } : {}), qr, ...(claim ? { claim } : {}) };
}

export function viewSession({ account, session }: SignedIn): SessionView {
  const { channel, appid, openId: openid } = session;
  return {
    account: {
      id: account.id,
      name: account.name,
      avatar: drawAvatar(account.id),
      createdAt: time(account.createdAt),
      lastSignInAt: time(account.lastSignInAt ?? session.createdAt),
      isNew: session.newcomer,
    },
    identity: { channel, appid, openid },
    session: { id: session.id, application: session.applicationId, expiresAt: time(session.expiresAt) },
  };
}
