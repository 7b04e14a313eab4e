// The store on PostgreSQL.
import type { Clock } from "../../base/clock.ts";
import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { DurableLimits } from "../../ports/limits.ts";
import type { Store } from "../../ports/store.ts";
import { createAttemptLog } from "../sql/attempt-logs.ts";
import { countedSince, createSqlLimits } from "../sql/limits.ts";
import { createReads, writeProbe } from "../sql/stores.ts";
import { createTransactionScopes } from "../sql/transaction-scope.ts";
import { loadWechatToken, saveWechatToken, type WechatToken } from "../sql/wechat-tokens.ts";
import { resolveCommit, type TransactionId } from "./commit-status.ts";
import { type Connection, openConnection, openMaintenanceConnection, type Target } from "./connection.ts";
import { createDatabaseTime } from "./database-time.ts";
import { failure, openFailure } from "./failure.ts";
import { createPostgresHousekeeping } from "./housekeeping.ts";
import { warningOfClock, warningsOfInstances } from "./instances.ts";
import { migrate } from "./migrate.ts";
import { createPool } from "./pool.ts";
import { createRetry } from "./retry.ts";
import { warningOfSmallPool } from "./session-pool.ts";
import { createPostgresSql } from "./statements.ts";
import { createPostgresStores } from "./stores.ts";
import { type Isolation, inTransaction } from "./transaction.ts";
import { defaultConnections, readConnections, refuseTransactionPool } from "./transaction-pool.ts";
import { refuseUnsafe } from "./unsafe-server.ts";

export interface PostgresStore extends Store {
  /** Limits stored in the database; each hit is a transaction of its own. */
  readonly limits: DurableLimits;
  /** WeChat's access tokens, so that a restart does not request new ones. */
  readonly wechatTokens: {
    load(appid: string): Promise<WechatToken | undefined>;
    save(appid: string, token: WechatToken): Promise<void>;
  };
}

export interface PostgresStoreOptions {
  readonly target: Target;
  readonly clock: Clock;
  /** Which clock is used: the server's, which all instances share, or only `clock` (the default). */
  readonly time?: "server" | "clock";
  /** The maximum number of concurrent transactions; default 16. Further ones wait. */
  readonly connections?: number;
  /** The isolation level. Only tests set it, to show that a weaker one fails. */
  readonly isolation?: Isolation;
  /** How long a call waits for its turn before it fails, in milliseconds; default 10,000. Only tests set it. */
  readonly longestWait?: number;
  /** Called for each transaction that is run again. */
  readonly onRetry?: () => void;
  /** Told of what does not keep the service from starting, as a sentence for the operator. */
  readonly onWarning?: (sentence: string) => void;
}

/**
 * Opens the database and brings its schema up to date. Fails with `store_unavailable`, whose message is a sentence for
 * the operator: what is wrong with the server and what to do.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  await migratePostgres(options);
  await warn(options);
  if (options.time !== "server") return createPostgresStore(options, options.clock);
  const time = createDatabaseTime(options.clock);
  const correct = async () => {
    const connection = await openConnection(options.target);
    return time.correct(connection).finally(connection.close);
  };
  const warning = warningOfClock(await correct());
  if (warning !== undefined) options.onWarning?.(warning);
  const stop = repeat(options.clock, correct);
  const store = createPostgresStore(options, time);
  const close = () => {
    stop();
    return store.close();
  };
  return { ...store, close };
}

/**
 * Reports a session pool that is too small, and instances that do not fit this one. Asks the server only if there is a
 * function to report it to.
 */
async function warn({ target, connections = defaultConnections, onWarning }: PostgresStoreOptions): Promise<void> {
  if (!onWarning) return;
  const ofPool = await warningOfSmallPool(target, connections);
  if (ofPool !== undefined) onWarning(ofPool);
  for (const warning of await warningsOfInstances(target)) onWarning(warning);
}

const correctEvery = 10_000;

/** Runs `act` at intervals; after a failure it is run again at the next interval. */
function repeat(clock: Clock, act: () => Promise<unknown>): () => void {
  let cancel = () => {};
  const next = () => {
    cancel = clock.after(correctEvery, () => void act().then(next, next));
  };
  next();
  return () => cancel();
}

/** Applies the missing migrations and returns their names. */
export async function migratePostgres({ target, clock, connections }: PostgresStoreOptions): Promise<string[]> {
  const { name } = target.address;
  let connection: Connection | undefined;
  try {
    connection = await openMaintenanceConnection(target);
    await refuseUnsafe(connection, name);
    await refuseTransactionPool(target, connection, connections);
    return await migrate(connection, name, clock.now());
  } catch (error) {
    throw openFailure(error, name);
  } finally {
    await connection?.close();
  }
}

function createPostgresStore(options: PostgresStoreOptions, time: Pick<Clock, "now">): PostgresStore {
  const { target, clock, connections = defaultConnections, isolation = "serializable", onRetry, longestWait } = options;
  const { name } = target.address;
  const writers = createPool(() => openConnection(target), connections, { longestWait });
  const readers = createPool(() => openConnection(target), readConnections, { longestWait });
  const scopes = createTransactionScopes<Connection>((error) => error);
  const retry = createRetry({ most: connections, onRetry, longestWait });
  const resolve = (of: TransactionId, sentAt: number) => resolveCommit(target, of, clock, sentAt);
  const parts = { scopes, isolation, clock, resolveCommit: resolve };
  const inScope = createPostgresSql((query) => {
    if (!query.text.startsWith("select ")) scopes.wrote();
    return scopes.guardLater(({ query: run }) => run(query));
  });
  const written = { ...inScope, once: scopes.once };
  const single = createPostgresSql((query) => writers.use(({ query: run }) => run(query)));
  const committed = createPostgresSql((query) => root("read", () => readers.use(({ query: run }) => run(query))));
  const stores = createPostgresStores(written);
  const counted = createSqlLimits(written);
  const alone = createPostgresSql((query) => root("housekeeping", () => writers.use(({ query: run }) => run(query))));
  const housekeeping = createPostgresHousekeeping(alone);
  const logOf = createAttemptLog(alone);
  const countedHits = countedSince(committed);
  const probe = writeProbe(single);
  const saveToken = saveWechatToken(single);
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** Every call to the database goes through this function: closing waits for it, and its failures become sentences. */
  async function root<T>(call: string, act: () => Promise<T>): Promise<T> {
    if (call !== "read") scopes.refuseInside(call);
    if (closing) throw new SaomaError("store_unavailable", { detail: english`The store is closed.` });
    const run = act();
    underWay.add(run);
    try {
      return await run;
    } catch (error) {
      throw failure(error, name);
    } finally {
      underWay.delete(run);
    }
  }

  const transact = <T>(call: string, work: () => Promise<T>): Promise<T> =>
    root(call, () => retry.run(() => writers.use((connection) => inTransaction({ ...parts, connection }, work))));

  async function close(): Promise<void> {
    await Promise.allSettled(underWay);
    await Promise.all([writers.drain(), readers.drain()]);
  }

  return {
    now: () => time.now(),
    transact: (work) => transact("transact", async () => work({ ...stores, now: time.now() })),
    read: createReads(committed),
    housekeeping,
    // Each in a transaction of its own, which conflicts with fewer others. They share round trips.
    attemptLog: { write: async (attempts) => void (await Promise.all(attempts.map(logOf))) },
    // There is nothing to do: PostgreSQL's autovacuum reuses the space of deleted rows, and its files are on another
    // machine.
    scrub: async () => {},
    check: () => root("check", () => probe(time.now())),
    limits: {
      hit: (key, limit) => transact("limits.hit", () => counted.hit(key, undefined, limit, time.now())),
      hitOnce: (key, occasion, limit) =>
        transact("limits.hitOnce", () => counted.hit(key, occasion, limit, time.now())),
      forgive: (key, occasion) => transact("limits.forgive", () => counted.forgive(key, occasion)),
      counted: (key, per) => countedHits(key, time.now() - per),
    },
    wechatTokens: {
      load: loadWechatToken(committed),
      save: (appid, token) => root("wechatTokens.save", () => saveToken(appid, token)),
    },
    async close() {
      scopes.refuseInside("close");
      closing ??= close();
      return closing;
    },
  };
}
