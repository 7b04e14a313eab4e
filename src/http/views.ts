// Turns what `login/` returns into the JSON of the API.
import { type Account, restorableFor } from "../domain/account.ts";
import type { Attempt } from "../domain/attempt.ts";
import { hasEnded } from "../domain/attempt-deadline.ts";
import { drawAvatar } from "../domain/avatar.ts";
import { pairingOf } from "../domain/pairing.ts";
import { maskPhone } from "../domain/phone.ts";
import { resendAt } from "../domain/phone-binding.ts";
import type { SignedIn } from "../domain/session.ts";
import type { Terms } from "../domain/terms.ts";
import type { OwnChange } from "../login/accounts/changes.ts";
import type { OwnIdentities } from "../login/accounts/identities.ts";
import type { ShownCode } from "../login/channels/channel.ts";
import type { Login } from "../login/login.ts";
import type { OwnNotice } from "../login/notices/own-notices.ts";
import type { OwnSessions } from "../login/sessions/own-sessions.ts";
import type { Started } from "../login/start/start.ts";
import type { AttemptForBrowser } from "../login/watch/known-browser.ts";
import type { IdentitiesView } from "../wire/account.ts";
import type { AttemptView, StartedAttempt } from "../wire/attempt.ts";
import type { NoticeView, SessionView } from "../wire/session.ts";
import type { SessionsView } from "../wire/sessions.ts";
import { drawQr, drawQrImage } from "./qr.ts";

const time = (ms: number): string => new Date(ms).toISOString();

export function viewAttempt(attempt: AttemptForBrowser): AttemptView {
  const { id, channel, status, reason, expiresAt, number, account, ask, newTerms } = attempt;
  const pairing = hasEnded(attempt) ? undefined : pairingOf(attempt);
  const shown = status === "scanned" && number !== undefined ? { number: String(number) } : {};
  const who = account && { account: { id: account.id, name: account.name, avatar: avatarOf(account) } };
  const asks = ask ? { ask } : {};
  const phone = status === "phone_required" ? { phone: viewPhone(attempt) } : {};
  const more = { ...shown, ...who, ...asks, ...phone, ...(pairing ? { pairing } : {}) };
  if (newTerms) Object.assign(more, { terms: newTerms });
  if (attempt.invitation !== undefined) Object.assign(more, { invited: true });
  if (pairing && attempt.addedAt !== undefined) Object.assign(more, { addedAt: time(attempt.addedAt) });
  return { id, channel, status, ...(reason ? { reason } : {}), expiresAt: time(expiresAt), ...more };
}

function viewPhone(attempt: Attempt): NonNullable<AttemptView["phone"]> {
  const again = resendAt(attempt);
  return {
    ...(attempt.phone === undefined ? {} : { sentTo: maskPhone(attempt.phone) }),
    ...(again === undefined ? {} : { resendAt: time(again) }),
  };
}

const avatarOf = ({ id, avatar }: Account): string => avatar ?? drawAvatar(id);

function viewCode({ text, sendTo: { name, qr } }: ShownCode): StartedAttempt["code"] {
  if (qr === undefined) return { text, sendTo: { name } };
  return { text, sendTo: { name, image: qr.startsWith("data:") ? qr : drawQrImage(qr) } };
}

export function viewStarted({ attempt, application, why, image, link, code, claim }: Started): StartedAttempt {
  const { name, logo, terms } = application;
  return {
    ...viewAttempt(attempt),
    application: { name, ...(logo ? { logo } : {}), ...(terms ? { terms: [...terms] } : {}) },
    ...(why ? { why } : {}),
    ...(attempt.content && attempt.status !== "phone_required" ? { qr: drawQr(attempt.content) } : {}),
    ...(image ? { qr: { image } } : {}),
    ...(code ? { code: viewCode(code) } : {}),
    ...(link ? { link: link.url } : {}),
    ...(link?.wxLogin ? { wxLogin: link.wxLogin } : {}),
    ...(claim ? { claim } : {}),
  };
}

type Sources = { readonly login: Pick<Login, "sources"> };

export function viewSession(
  { login }: Sources,
  { account, session }: SignedIn,
  notices: readonly OwnNotice[] | undefined,
  newTerms: readonly Terms[] = [],
): SessionView {
  const { channel, appid, openId: openid, unionId: unionid } = session;
  return {
    account: {
      id: account.id,
      name: account.name,
      avatar: avatarOf(account),
      ...(account.phone === undefined ? {} : { phone: maskPhone(account.phone) }),
      createdAt: time(account.createdAt),
      lastSignInAt: time(account.lastSignInAt ?? session.createdAt),
      isNew: session.newcomer,
    },
    identity: { channel, appid, openid, ...(unionid === undefined ? {} : { unionid }) },
    session: { id: session.id, application: session.applicationId, expiresAt: time(session.expiresAt) },
    ...(newTerms.length > 0 ? { terms: [...newTerms] } : {}),
    ...(notices ? { notices: notices.map((notice) => viewNotice(login.sources, notice)) } : {}),
  };
}

function viewNotice(sources: Sources["login"]["sources"], notice: OwnNotice): NoticeView {
  const { id, kind, at, about, aboutId, changeId, dueAt } = notice;
  const source = about && sources.get(about.appid)?.name;
  return {
    id,
    kind,
    at: time(at),
    ...(aboutId === undefined ? {} : { identity: { id: aboutId, ...(source === undefined ? {} : { source }) } }),
    ...(changeId === undefined ? {} : { change: changeId }),
    ...(dueAt === undefined ? {} : { dueAt: time(dueAt) }),
  };
}

export const viewSessions = ({ session, sessions }: OwnSessions): SessionsView => ({
  sessions: sessions.map((one) => ({
    id: one.id,
    application: one.applicationId,
    channel: one.channel,
    ...(one.browserName ? { browser: one.browserName } : {}),
    ...(one.network === undefined ? {} : { network: one.network }),
    createdAt: time(one.createdAt),
    expiresAt: time(one.expiresAt),
    isCurrent: one.id === session.id,
  })),
});

function viewChange(
  nameOf: OwnIdentities["nameOf"],
  { id, action, about, phone, announcedAt, dueAt, no }: OwnChange,
): IdentitiesView["changes"][number] {
  return {
    id,
    action,
    ...(about ? { identity: nameOf(about) } : {}),
    ...(phone === undefined ? {} : { phone: maskPhone(phone) }),
    announcedAt: time(announcedAt),
    dueAt: time(dueAt),
    ...(no ? { no: no === "withdrawn" ? "withdraw" : "object" } : {}),
  };
}

export function viewIdentities({ login }: Sources, own: OwnIdentities): IdentitiesView {
  const { account, session, identities, removed } = own;
  const view = ({ id, appid }: { readonly id: string; readonly appid: string }) => {
    const source = login.sources.get(appid)?.name;
    return { id, appid, ...(source === undefined ? {} : { source }) };
  };
  return {
    account: { id: account.id, name: account.name },
    identities: identities.map((one) => ({
      ...view(one),
      ...(one.linkedAt === undefined ? {} : { linkedAt: time(one.linkedAt) }),
      ...(one.lostAt === undefined ? {} : { lostAt: time(one.lostAt) }),
      isCurrent: one.appid === session.appid && one.openId === session.openId,
    })),
    changes: own.changes.map((change) => viewChange(own.nameOf, change)),
    removed: removed.map((one) => ({ ...view(one), restorableUntil: time(one.removedAt + restorableFor) })),
    session: { id: session.id, freshUntil: time(own.freshUntil) },
  };
}
