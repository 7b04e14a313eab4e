import type { Account, Identity } from "../../src/domain/account.ts";
import type { AccountChange } from "../../src/domain/account-change.ts";
import type { Approval, ApprovalQuery } from "../../src/domain/approval.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import type { KnownBrowser, Strength } from "../../src/domain/known-browser.ts";
import type { Notice } from "../../src/domain/notice.ts";
import type { PhoneBinding } from "../../src/domain/phone-binding.ts";
import type { Session } from "../../src/domain/session.ts";
import type { BrowserSlot } from "../../src/ports/attempts.ts";
import type { Answered } from "../../src/ports/inbox.ts";
import type { Stores } from "../../src/ports/store.ts";

/** A whole database as one immutable value: a write replaces the table that it changes, and the rest is shared. */
export interface Rows {
  readonly attempts: readonly Attempt[];
  /** The ids of scanned attempts, in the order in which they were scanned. */
  readonly scans: readonly string[];
  readonly accounts: readonly Account[];
  readonly identities: readonly Identity[];
  readonly sessions: readonly Session[];
  readonly approvals: readonly (Approval & { readonly isUsed: boolean })[];
  readonly bindings: readonly PhoneBinding[];
  readonly notices: readonly Notice[];
  readonly changes: readonly AccountChange[];
  /** `browserHash accountId applicationId strength` */
  readonly known: readonly string[];
  /** Marks of browsers, by the hash of their cookie. */
  readonly marks: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, Answered>>;
  readonly nonces: Readonly<Record<string, string>>;
}

export const noRows: Rows = {
  attempts: [],
  scans: [],
  accounts: [],
  identities: [],
  sessions: [],
  approvals: [],
  bindings: [],
  notices: [],
  changes: [],
  known: [],
  marks: {},
  answers: {},
  nonces: {},
};

/** The rows that a transaction has read and written so far. */
export interface Draft {
  rows: Rows;
}

/** The port's stores on a draft. They keep the promises of the contract in `saoma/testing`. */
export const storesOver = (draft: Draft): Omit<Stores, "now"> => ({
  attempts: attemptsOver(draft),
  accounts: accountsOver(draft),
  sessions: sessionsOver(draft),
  browsers: browsersOver(draft),
  inbox: inboxOver(draft),
  approvals: approvalsOver(draft),
  invitations: {
    insert: notWalked,
    find: notWalked,
    inForceFrom: notWalked,
    take: notWalked,
    of: notWalked,
    cancel: notWalked,
  },
  oidcRecords: { save: notWalked, consume: notWalked, remove: notWalked, revoke: notWalked, revokeAll: notWalked },
  accountChanges: changesOver(draft),
  notices: noticesOver(draft),
  groups: { add: notWalked, remove: notWalked, of: async () => [] },
  termConsents: { insert: notWalked, of: async () => [] },
  clientSessions: { note: notWalked },
  clientLogouts: { note: notWalked, lease: notWalked, postpone: notWalked, remove: notWalked },
  // There are no endpoints.
  webhooks: new Proxy({ endSequence: async () => {} } as unknown as Stores["webhooks"], {
    get: (target, name) => Reflect.get(target, name) ?? notWalked,
  }),
  people: peopleOver(draft),
  past: { end: notWalked },
  keys: { all: notWalked, insert: notWalked, retire: notWalked },
  chatCodes: { insert: notWalked, take: notWalked, live: notWalked },
  pictures: { insert: notWalked, get: notWalked },
  outbox: { insert: notWalked, take: notWalked },
  miniProgramSessions: { insert: notWalked },
  phoneBindings: bindingsOver(draft),
  smsSpend: { add: async () => true },
  adminKeys: { insert: notWalked, end: notWalked },
  // The console is not part of the model.
  consoleSessions: { insert: notWalked, take: notWalked, endOf: async () => 0, endBy: notWalked },
  audit: { append: notWalked },
  signInHours: { write: notWalked },
});

const isIn = (slot: BrowserSlot, attempt: Attempt): boolean =>
  attempt.browserHash === slot.browserHash &&
  attempt.applicationId === slot.applicationId &&
  attempt.appid === slot.appid &&
  attempt.purpose === slot.purpose;

/** For what is not part of the model: tokens, sweeping and others. */
export const notWalked = (): Promise<never> => Promise.reject(new Error("the model does not walk this"));

function change(draft: Draft, rows: Partial<Rows>): void {
  draft.rows = { ...draft.rows, ...rows };
}

const swap = <T>(all: readonly T[], old: T, next: T): T[] => all.map((one) => (one === old ? next : one));

function attemptsOver(draft: Draft): Stores["attempts"] {
  const find = (is: (attempt: Attempt) => boolean) => draft.rows.attempts.find(is);
  const scanned = (is: (attempt: Attempt) => boolean) => {
    const id = draft.rows.scans.findLast((one) => find((attempt) => attempt.id === one && is(attempt)));
    return find((attempt) => attempt.id === id);
  };
  return {
    async insert(attempt) {
      if (find(({ id, appid, scene }) => id === attempt.id || (appid === attempt.appid && scene === attempt.scene))) {
        return false;
      }
      change(draft, { attempts: [...draft.rows.attempts, attempt] });
      return true;
    },
    get: async (id) => find((attempt) => attempt.id === id),
    byCode: notWalked,
    liveCodes: notWalked,
    byScene: async (appid, scene) => find((attempt) => attempt.appid === appid && attempt.scene === scene),
    pending: async (slot) =>
      draft.rows.attempts.findLast((attempt) => attempt.status === "pending" && isIn(slot, attempt)),
    open: async (slot) =>
      draft.rows.attempts.findLast(
        (attempt) => ["scanned", "phone_required", "granted"].includes(attempt.status) && isIn(slot, attempt),
      ),
    byPrompt: async (appid, openId, prompt) =>
      scanned((attempt) => attempt.appid === appid && attempt.openId === openId && attempt.prompt === prompt),
    openOf: async (appid, openId) =>
      draft.rows.attempts.filter(
        (attempt) =>
          attempt.appid === appid &&
          attempt.openId === openId &&
          ["scanned", "phone_required", "granted"].includes(attempt.status),
      ),
    latestScan: async (appid, openId) => scanned((attempt) => attempt.appid === appid && attempt.openId === openId),
    async replace(previous, next) {
      const stored = find(({ id }) => id === previous.id);
      if (stored?.version !== previous.version) return false;
      const attempts = swap(draft.rows.attempts, stored, next);
      const isScan = next.openId !== undefined && next.openId !== stored.openId;
      const scans = isScan ? [...draft.rows.scans.filter((id) => id !== next.id), next.id] : draft.rows.scans;
      change(draft, { attempts, scans });
      return true;
    },
  };
}

function accountsOver(draft: Draft): Stores["accounts"] {
  const identity: Stores["accounts"]["identity"] = async (appid, openId) =>
    draft.rows.identities.find((one) => one.appid === appid && one.openId === openId);
  const get: Stores["accounts"]["get"] = async (id) => draft.rows.accounts.find((account) => account.id === id);
  const removeIdentity: Stores["accounts"]["removeIdentity"] = async (accountId, appid, openId) => {
    const one = await identity(appid, openId);
    if (one?.accountId !== accountId) return false;
    change(draft, { identities: draft.rows.identities.filter((other) => other !== one) });
    return true;
  };
  return {
    get,
    identity,
    insert: notWalked,
    byPhone: async (phone) => draft.rows.accounts.find((account) => account.phone === phone),
    async setPhone(id, phone) {
      const account = await get(id);
      if (!account || draft.rows.accounts.some((one) => one.phone === phone && one.id !== id)) return false;
      change(draft, { accounts: swap(draft.rows.accounts, account, { ...account, phone }) });
      return true;
    },
    identitiesOf: async (accountId) => draft.rows.identities.filter((one) => one.accountId === accountId),
    ownerOfUnionId: notWalked,
    async addIdentity(added) {
      if (await identity(added.appid, added.openId)) return false;
      change(draft, { identities: [...draft.rows.identities, added] });
      return true;
    },
    setSuspended: notWalked,
    saveWechatDetails: notWalked,
    wechatDetailsOf: notWalked,
    async removePhone(id) {
      const account = await get(id);
      if (!account) return false;
      const { phone: _, ...rest } = account;
      change(draft, { accounts: swap(draft.rows.accounts, account, rest) });
      return true;
    },
    removeIdentity,
    // No act of the model brings a removed identity back.
    noteRemoved: async () => {},
    notePhoneSeen: notWalked,
    setLost: notWalked,
    // Notices of first sign-ins are tested in test/flow/first-sign-in.test.ts.
    noteSignIn: async () => false,
    expect: notWalked,
    expectedOf: notWalked,
    forgetExpected: notWalked,
    setProfile: notWalked,
    takeRemoved: async () => undefined,
    setUnionId: notWalked,
    noteConflict: notWalked,
    async findOrCreate(person, fresh) {
      const known = await identity(person.appid, person.openId);
      const account = known && (await get(known.accountId));
      if (account) return { account, created: false };
      const { accounts, identities } = draft.rows;
      change(draft, {
        accounts: [...accounts, fresh],
        identities: [...identities, { ...person, accountId: fresh.id }],
      });
      return { account: fresh, created: true };
    },
    async signedIn(id, at) {
      const account = await get(id);
      if (!account) return false;
      change(draft, { accounts: swap(draft.rows.accounts, account, { ...account, lastSignInAt: at }) });
      return true;
    },
  };
}

/** The newest unused approval of this action since then. */
export const findApproval = ({ approvals }: Rows, { sessionId, action, target }: ApprovalQuery, since: number) =>
  approvals.findLast(
    (one) =>
      one.sessionId === sessionId &&
      one.action === action &&
      one.target === target &&
      one.approvedAt > since &&
      !one.isUsed,
  );

function approvalsOver(draft: Draft): Stores["approvals"] {
  return {
    async insert(approval) {
      change(draft, { approvals: [...draft.rows.approvals, { ...approval, isUsed: false }] });
      return true;
    },
    async take(query, since) {
      const approval = findApproval(draft.rows, query, since);
      if (approval) change(draft, { approvals: swap(draft.rows.approvals, approval, { ...approval, isUsed: true }) });
      return approval;
    },
    async forgetOf(appid, openId) {
      const left = draft.rows.approvals.filter((one) => one.isUsed || one.appid !== appid || one.openId !== openId);
      change(draft, { approvals: left });
      return 0;
    },
    async forgetOfSession(sessionId) {
      change(draft, { approvals: draft.rows.approvals.filter((one) => one.isUsed || one.sessionId !== sessionId) });
      return 0;
    },
  };
}

function changesOver(draft: Draft): Stores["accountChanges"] {
  const find = (id: string) => draft.rows.changes.find((one) => one.id === id);
  const write = (old: AccountChange, next: AccountChange) =>
    change(draft, { changes: swap(draft.rows.changes, old, next) });
  return {
    async insert(one) {
      change(draft, { changes: [...draft.rows.changes, one] });
    },
    get: async (id) => find(id),
    of: async (accountId) => draft.rows.changes.filter((one) => one.accountId === accountId),
    async end(id, end, at) {
      const open = find(id);
      if (!open || open.endedAt !== undefined) return false;
      write(open, { ...open, end, endedAt: at });
      return true;
    },
    async noteFormerPhone(id, formerPhone) {
      const old = find(id);
      if (!old) return;
      const { formerPhone: _, ...rest } = old;
      write(old, formerPhone === null ? rest : { ...rest, formerPhone });
    },
  };
}

function peopleOver(draft: Draft): Stores["people"] {
  return {
    async erase(accountId) {
      const others = <T extends { readonly accountId: string }>(all: readonly T[]) =>
        all.filter((one) => one.accountId !== accountId);
      const { accounts, identities, sessions, changes, notices } = draft.rows;
      change(draft, {
        accounts: accounts.filter(({ id }) => id !== accountId),
        identities: others(identities),
        sessions: others(sessions),
        changes: others(changes),
        notices: others(notices),
      });
      return {};
    },
    wasErased: notWalked,
  };
}

/** The model sends no notices to chats; `test/flow/notices.test.ts` tests them. */
function noticesOver(draft: Draft): Stores["notices"] {
  return {
    async insert(notice) {
      change(draft, { notices: [...draft.rows.notices, notice] });
    },
    get: async (id) => draft.rows.notices.find((notice) => notice.id === id),
    waits: async () => false,
    untold: async () => [],
    tryOnce: notWalked,
    async forgetChange(_accountId, changeId) {
      change(draft, { notices: draft.rows.notices.filter((one) => one.changeId !== changeId) });
    },
    of: async (accountId, since) => draft.rows.notices.filter((one) => one.accountId === accountId && one.at > since),
    notSent: notWalked,
    told: notWalked,
  };
}

function bindingsOver(draft: Draft): Stores["phoneBindings"] {
  const find = (attemptId: string) => draft.rows.bindings.find((one) => one.attemptId === attemptId);
  return {
    async insert(binding) {
      if (find(binding.attemptId)) return false;
      change(draft, { bindings: [...draft.rows.bindings, binding] });
      return true;
    },
    get: async (attemptId) => find(attemptId),
    async setCode(attemptId, code) {
      const binding = find(attemptId);
      if (binding) change(draft, { bindings: swap(draft.rows.bindings, binding, { ...binding, ...code }) });
      return binding !== undefined;
    },
    async setVerified(attemptId, phone) {
      const binding = find(attemptId);
      if (binding)
        change(draft, { bindings: swap(draft.rows.bindings, binding, { ...binding, verifiedPhone: phone }) });
      return binding !== undefined;
    },
  };
}

function sessionsOver(draft: Draft): Stores["sessions"] {
  const find = (is: (session: Session) => boolean) => draft.rows.sessions.find(is);
  const write = (old: Session, next: Session) => change(draft, { sessions: swap(draft.rows.sessions, old, next) });
  return {
    async insert(session) {
      if (find(({ attemptId }) => attemptId === session.attemptId)) return false;
      change(draft, { sessions: [...draft.rows.sessions, session] });
      return true;
    },
    get: async (id) => find((session) => session.id === id),
    rotate: notWalked,
    renew: notWalked,
    endOfAccount: notWalked,
    async prove(id, at) {
      const session = find((one) => one.id === id);
      if (session) write(session, { ...session, provenAt: at });
      return session !== undefined;
    },
    byAttempt: async (attemptId) => find((session) => session.attemptId === attemptId),
    byToken: async (tokenHash) => find((session) => session.tokenHash === tokenHash),
    async use(id, at) {
      const session = find((one) => one.id === id && one.firstUsedAt === undefined);
      if (session) write(session, { ...session, firstUsedAt: at });
      return session !== undefined;
    },
    async end(id, end, at) {
      const session = find((one) => one.id === id && one.endedAt === undefined);
      if (session) write(session, { ...session, endedAt: at, end });
      return session !== undefined;
    },
    async endOfIdentity(appid, openId, end, at) {
      const live = draft.rows.sessions.filter(
        (one) => one.appid === appid && one.openId === openId && one.endedAt === undefined && one.expiresAt > at,
      );
      for (const session of live) write(session, { ...session, endedAt: at, end });
      return live.length;
    },
  };
}

/** As `Browsers.knows`, but without its limit of 90 days, which no run of the model reaches. */
export const knowsBrowser = (rows: Rows, known: KnownBrowser, strength: Strength): boolean =>
  strongest(rows, known) >= strength;

const nameOfKnown = ({ browserHash, accountId, applicationId }: KnownBrowser): string =>
  `${browserHash} ${accountId} ${applicationId} `;

/** -1 if the browser is unknown. */
const strongest = ({ known }: Rows, one: KnownBrowser): number =>
  Math.max(-1, ...known.filter((text) => text.startsWith(nameOfKnown(one))).map((text) => Number(text.at(-1))));

function browsersOver(draft: Draft): Stores["browsers"] {
  const keep = (is: (known: string) => boolean) => change(draft, { known: draft.rows.known.filter(is) });
  return {
    knows: async (known, strength) => knowsBrowser(draft.rows, known, strength),
    async remember(known, strength) {
      const next = `${nameOfKnown(known)}${Math.max(strength, strongest(draft.rows, known))}`;
      if (draft.rows.known.includes(next)) return;
      const others = draft.rows.known.filter((one) => !one.startsWith(nameOfKnown(known)));
      change(draft, { known: [...others, next].sort() });
    },
    forget: async (known) => keep((one) => !one.startsWith(nameOfKnown(known))),
    forgetEverywhere: async (browserHash, accountId) => keep((one) => !one.startsWith(`${browserHash} ${accountId} `)),
    forgetAll: async (accountId) => keep((one) => !one.includes(` ${accountId} `)),
    async mark(browserHash, value) {
      if (draft.rows.marks[browserHash] === value) return;
      change(draft, { marks: { ...draft.rows.marks, [browserHash]: value } });
    },
  };
}

function inboxOver(draft: Draft): Stores["inbox"] {
  return {
    claim: async ({ appid, key }) => draft.rows.answers[`${appid} ${key}`],
    release: async () => {},
    async answer({ appid, key }, answer) {
      const stands = draft.rows.answers[`${appid} ${key}`];
      if (!stands) change(draft, { answers: { ...draft.rows.answers, [`${appid} ${key}`]: answer } });
      return stands ?? answer;
    },
    hold: async () => true,
    async bindNonce(appid, { timestamp, nonce }, fingerprint) {
      const key = `${appid} ${timestamp} ${nonce}`;
      const bound = draft.rows.nonces[key];
      if (bound === undefined) change(draft, { nonces: { ...draft.rows.nonces, [key]: fingerprint } });
      return bound === undefined || bound === fingerprint;
    },
  };
}
