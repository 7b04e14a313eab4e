// The store on SQLite.
import type { Clock } from "../../base/clock.ts";
import { type AsyncStack, createDisposableStack } from "../../base/disposable-stack.ts";
import type { Housekeeping } from "../../ports/housekeeping.ts";
import type { DurableLimits } from "../../ports/limits.ts";
import type { Store } from "../../ports/store.ts";
import { createAttemptLog } from "../sql/attempt-logs.ts";
import { createHousekeeping } from "../sql/housekeeping.ts";
import { countedSince, createSqlLimits } from "../sql/limits.ts";
import { createReads, createStores, writeProbe } from "../sql/stores.ts";
import { createTransactionScopes } from "../sql/transaction-scope.ts";
import { loadWechatToken, saveWechatToken, type WechatToken } from "../sql/wechat-tokens.ts";
import { locationOf, openReader, openWriter } from "./connection.ts";
import type { DatabaseSync } from "./engine.ts";
import { failure, openFailure } from "./failure.ts";
import { createGroupCommit } from "./group-commit.ts";
import { migrate } from "./migrate.ts";
import { cacheRead } from "./read-cache.ts";
import { createSqliteSql, type Guard } from "./statements.ts";
import { createWal, type Sync } from "./wal.ts";

export { migrateSqlite } from "./migrate.ts";

export interface SqliteStore extends Store {
  /** Limits stored in the database; each hit is a transaction of its own. */
  readonly limits: DurableLimits;
  /** WeChat's access tokens, so that a restart does not request new ones. */
  readonly wechatTokens: {
    load(appid: string): Promise<WechatToken | undefined>;
    save(appid: string, token: WechatToken): Promise<void>;
  };
}

export interface SqliteStoreOptions {
  /** The file, which is created with mode 0600 if it is missing. `:memory:` is deleted when the store is closed. */
  readonly path: string;
  readonly clock: Clock;
}

/**
 * Opens the database and brings its schema up to date. Fails with `store_unavailable`, whose message is a
 * sentence for the operator: what is wrong with the file and what to do.
 */
export async function openSqliteStore({ path, clock }: SqliteStoreOptions): Promise<SqliteStore> {
  const opened = createDisposableStack();
  try {
    const place = locationOf(path);
    opened.defer(place.dispose);
    const writer = opened.use(openWriter(place));
    migrate(writer, path, clock.now());
    const reader = opened.use(openReader(place));
    return createSqliteStore({ path, clock, writer, reader, opened });
  } catch (error) {
    opened.dispose();
    throw openFailure(error, path);
  }
}

interface Parts extends SqliteStoreOptions {
  /** The connection that writes to the migrated database. */
  readonly writer: DatabaseSync;
  /** A second connection to the same database, which only reads. */
  readonly reader: DatabaseSync;
  /** What closing releases, in reverse order. */
  readonly opened: Pick<AsyncStack, "defer" | "dispose">;
  /** Syncs the log to the disk. Default: `fdatasync`. */
  readonly sync?: Sync;
}

export function createSqliteStore({ path, clock, writer, reader, opened, sync }: Parts): SqliteStore {
  const wal = createWal(writer, path, sync);
  opened.defer(wal.close);
  const scopes = createTransactionScopes<DatabaseSync>((error) => failure(error, path));
  let writes = 0;
  const onWrite = () => {
    writes++;
    scopes.wrote();
  };
  const written = { ...createSqliteSql(writer, scopes.guard, onWrite), once: scopes.once };
  const groups = createGroupCommit({ connection: writer, wal, path, writes: () => writes });
  const stores = createStores(written);
  const probe = writeProbe(written);
  const swept = createHousekeeping(written);
  const log = createAttemptLog(written);
  const truncate = truncateLog(writer);
  const rewriteAndTruncate = () => rewriteSmall(writer) && truncate();
  const saveToken = saveWechatToken(written);
  const counted = createSqlLimits(written);
  const translated = translating(path);
  const committed = createSqliteSql(reader, translated);
  const reads = createReads(committed);
  const countedHits = countedSince(committed);
  let closing: Promise<void> | undefined;

  async function root<T>(call: string, work: () => Promise<T>): Promise<T> {
    scopes.refuseInside(call);
    return groups.add(() => scopes.run(writer, work));
  }

  async function close(): Promise<void> {
    await groups.drain();
    opened.dispose();
  }

  return {
    now: () => clock.now(),
    transact: (work) => root("transact", async () => work({ ...stores, now: clock.now() })),
    read: { ...reads, signedIn: cacheRead(reader, translated, reads.signedIn) },
    housekeeping: eachAlone(swept, (act) => root("housekeeping", act)),
    attemptLog: {
      write: (attempts) =>
        root("attemptLog.write", async () => {
          for (const attempt of attempts) await log(attempt);
        }),
    },
    scrub: ({ rewrite = false } = {}) => groups.between(rewrite ? rewriteAndTruncate : truncate),
    check: () => root("check", () => probe(clock.now())),
    limits: {
      hit: (key, limit) => root("limits.hit", () => counted.hit(key, undefined, limit, clock.now())),
      hitOnce: (key, occasion, limit) => root("limits.hitOnce", () => counted.hit(key, occasion, limit, clock.now())),
      forgive: (key, occasion) => root("limits.forgive", () => counted.forgive(key, occasion)),
      counted: (key, per) => countedHits(key, clock.now() - per),
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

/** Runs each sweep in a transaction of its own. */
function eachAlone(sweeps: Housekeeping, alone: (act: () => Promise<number>) => Promise<number>): Housekeeping {
  const calls = Object.entries(sweeps).map(([name, sweep]) => [
    name,
    (...given: Parameters<typeof sweep>) => alone(() => sweep(...given)),
  ]);
  return Object.fromEntries(calls);
}

/** Empties the log, unless another process reads it. Returns whether that was done. */
function truncateLog(writer: DatabaseSync): () => boolean {
  const checkpoint = writer.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  return () => {
    try {
      return checkpoint.get()?.busy === 0;
    } catch {
      return false; // The disk is full or missing; the transactions report that.
    }
  };
}

/** The maximum size of a database that is rewritten, in bytes; a larger one would delay pushes. */
const mostRewritten = 64 * 1024 * 1024;

/**
 * Rewrites a small database, and returns whether nothing is left to do. `secure_delete` overwrites a deleted row, but
 * not the copies of it that remain where SQLite has moved rows between pages before.
 */
function rewriteSmall(writer: DatabaseSync): boolean {
  try {
    const { size } = writer
      .prepare("SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size")
      .get() as { size: number };
    if (size <= mostRewritten) writer.exec("VACUUM");
    return true;
  } catch {
    return false; // Another process writes, or the disk is full; the transactions report that.
  }
}

const translating =
  (path: string): Guard =>
  (step) => {
    try {
      return step();
    } catch (error) {
      throw failure(error, path);
    }
  };
