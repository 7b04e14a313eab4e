import type { Random } from "../../src/base/random.ts";
import { Secret } from "../../src/base/secret.ts";
import type { Session, SignedIn } from "../../src/domain/session.ts";
import type { LoginContext } from "../../src/login/context.ts";
import { createLogin, type Login } from "../../src/login/login.ts";
import type { Reads } from "../../src/ports/reads.ts";
import type { Store, Stores } from "../../src/ports/store.ts";
import type { Push } from "../../src/wechat/index.ts";
import { type Draft, findApproval, knowsBrowser, noRows, notWalked, type Rows, storesOver } from "./rows.ts";
import { applications, openIds, type Scenario, sessionLifetime, sources } from "./scenario.ts";

/** What a seeded bug changes: each function takes the right part and returns a wrong one. */
export interface Fault {
  readonly setup?: (setup: LoginContext) => LoginContext;
  readonly stores?: (stores: Stores, world: World) => Stores;
  readonly reads?: (reads: Reads, world: World) => Reads;
  readonly login?: (login: Login, world: World) => Login;
  /** The version that a watcher shows after a hint. Without a fault it is the one that it reads. */
  readonly shows?: (read: number, hinted: number) => number;
  /** The rows left by a transaction that failed. Without a fault they are those from before it. */
  readonly torn?: (before: Rows, half: Rows) => Rows;
}

/** The database and all that surrounds one act; it is set anew for each act. */
export interface World extends Draft {
  now: number;
  /** The service crashes at the next commit. */
  crashes: boolean;
  /** The number of pushes of each person so far, if the scenario limits it. */
  hits: readonly number[];
  /** The seeds of this act's random bytes: for ids, and for numbers. */
  seed: { id: number; number: number };
  /** The hints that were published, and whether any hint or event was sent inside a transaction. */
  told: { hints: string[]; early: boolean };
  inside: boolean;
}

export interface Service {
  readonly world: World;
  readonly setup: LoginContext;
  readonly login: Login;
}

export class PowerCut extends Error {}

export const modelKey = new Secret("the model's own key");

/** The real `login/` on a database that is an immutable value. */
export function createService(scenario: Scenario, fault: Fault): Service {
  const world: World = {
    rows: noRows,
    now: 0,
    crashes: false,
    hits: [],
    seed: { id: 0, number: 0 },
    inside: false,
    told: { hints: [], early: false },
  };
  const setup: LoginContext = {
    store: storeOf(world, fault),
    hints: {
      publish(attemptId) {
        world.told.early ||= world.inside;
        world.told.hints.push(attemptId);
      },
      subscribe: () => () => {},
    },
    limits: { hit: async (key) => within(world, scenario, key) },
    failureLimiter: { hit: allowed, hitOnce: allowed, forgive: notWalked, counted: async () => 0 },
    sms: { sender: { send: async () => {} }, prices: { "86": 1 }, dailyCap: 1, limits: smsLimits },
    clock: { now: () => world.now, after: () => () => {} },
    random: randomOf(world),
    log: { debug() {}, info() {}, warn() {}, error() {} },
    events: {
      on: () => () => {},
      emit() {
        world.told.early ||= world.inside;
      },
    },
    onMessage: () => undefined,
    origin: "https://login.saoma.test",
    accessTokens: { issue: notWalked, read: async () => undefined },
    key: modelKey,
    sources,
    applications: applications(scenario),
    sessionLifetime,
    freshFor: sessionLifetime,
    changesWait: sessionLifetime,
    attemptLogKept: sessionLifetime,
    flushAttemptLog: async () => {},
    limit: {
      attemptsPerAddressLong: { times: 1, per: 1 },
      attemptsPerAddress: { times: 99, per: 1 },
      pushesPerPerson: { times: scenario.limit ?? 99, per: 60_000 },
    },
  };
  const login = createLogin(fault.setup?.(setup) ?? setup);
  return { world, setup, login: fault.login?.(login, world) ?? login };
}

/** SMS limits are not part of the model; `test/flow/sms-limits.test.ts` tests them. */
const allowed = async () => ({ allowed: true }) as const;

const once = { times: 1, per: 1 };
const smsLimits = { perPhone: once, perPhoneLong: once, perRange: once, perPerson: once, perAddress: once };

function within(world: World, { limit }: Scenario, key: string): { allowed: true } | { allowed: false; retryAfter: 1 } {
  const person = openIds.findIndex((openId) => key.endsWith(openId));
  return (world.hits[person] ?? 0) <= (limit ?? 99) ? { allowed: true } : { allowed: false, retryAfter: 1 };
}

function storeOf(world: World, fault: Fault): Store {
  const draft: Draft = { rows: noRows };
  const bare: Stores = { ...storesOver(draft), now: 0 };
  const stores = fault.stores?.(bare, world) ?? bare;
  const read = readsOf(world);
  return {
    now: () => world.now,
    async transact(work) {
      draft.rows = world.rows;
      world.inside = true;
      try {
        const result = await work({ ...stores, now: world.now });
        if (world.crashes) throw new PowerCut();
        world.rows = draft.rows;
        return result;
      } catch (error) {
        if (fault.torn && world.crashes) world.rows = fault.torn(world.rows, draft.rows);
        throw error;
      } finally {
        world.inside = false;
      }
    },
    read: fault.reads?.(read, world) ?? read,
    // Sweeping is not part of the model.
    housekeeping: new Proxy({} as Store["housekeeping"], { get: () => notWalked }),
    attemptLog: { write: async () => {} },
    scrub: async () => {},
    check: async () => {},
    close: async () => {},
  };
}

function signedInOf({ rows }: World, isTheOne: (session: Session) => boolean): SignedIn | undefined {
  const session = rows.sessions.find(isTheOne);
  const account = rows.accounts.find(({ id }) => id === session?.accountId);
  return session && account && { account, session };
}

const readsOf = (world: World): Reads => ({
  heldPush: notWalked,
  invitationOf: notWalked,
  loggedAttempt: notWalked,
  consoleSession: notWalked,
  consoleSessions: notWalked,
  attemptRecords: notWalked,
  oidcRecord: async () => undefined,
  dueClientLogouts: async () => [],
  dueWebhookQueues: notWalked,
  webhookLetters: notWalked,
  webhookLetterCount: notWalked,
  groupsOf: async () => [],
  termConsentsOf: async () => [],
  groupMembers: async () => [],
  changed: notWalked,
  attempt: async (id) => world.rows.attempts.find((attempt) => attempt.id === id),
  account: async (id) => world.rows.accounts.find((account) => account.id === id),
  identity: async (appid, openId) =>
    world.rows.identities.find((identity) => identity.appid === appid && identity.openId === openId),
  knowsBrowser: async (known, strength) => knowsBrowser(world.rows, known, strength),
  browserMark: async (browserHash) => world.rows.marks[browserHash],
  liveSessionsOf: notWalked,
  sessionById: async (id) => world.rows.sessions.find((session) => session.id === id),
  signingKeys: notWalked,
  attemptByScene: notWalked,
  overdueAttempts: notWalked,
  miniProgramSession: notWalked,
  identitiesOf: async (accountId) => world.rows.identities.filter((one) => one.accountId === accountId),
  accountByPhone: notWalked,
  personalRows: notWalked,
  newestAccounts: notWalked,
  accountsByName: notWalked,
  accountIdsByUnionId: notWalked,
  sessionsOf: notWalked,
  adminKeyByHash: notWalked,
  adminKeys: notWalked,
  auditAfter: notWalked,
  auditBefore: notWalked,
  signInHours: notWalked,
  latestSignInHour: notWalked,
  attemptCounts: notWalked,
  oldestAttempt: notWalked,
  removedIdentitiesOf: async () => [],
  accountChangesOf: async (accountId) => world.rows.changes.filter((one) => one.accountId === accountId),
  dueChanges: async (now) =>
    world.rows.changes.filter((one) => one.endedAt === undefined && one.dueAt <= now).map(({ id }) => id),
  noticesOf: async (accountId) => world.rows.notices.filter((one) => one.accountId === accountId),
  deliveriesOf: async () => [],
  untriedDeliveries: async () => [],
  identityConflicts: notWalked,
  outbox: async () => [],
  approval: async (query, since) => findApproval(world.rows, query, since)?.approvedAt,
  phoneBinding: async (attemptId) => world.rows.bindings.find((one) => one.attemptId === attemptId),
  signedIn: async (tokenHash) => signedInOf(world, (session) => session.tokenHash === tokenHash),
  signedInById: async (id) => signedInOf(world, (session) => session.id === id),
});

/** Random bytes depend on the act, not on its time, so that the same acts in another order lead to the same state. */
const randomOf = (world: World): Random => ({
  bytes(length) {
    const bytes = new Uint8Array(length);
    if (length === 4) bytes[3] = world.seed.number;
    else bytes[0] = world.seed.id++;
    return bytes;
  },
});

/** A verified push as `wechat/` returns it. */
export const pushOf = (openId: string, key: string, special: Partial<Push>): Push => ({
  toUser: "gh_1",
  openId,
  createTime: 0,
  type: "text",
  fields: {},
  key,
  fingerprint: key,
  ...special,
});
