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
  /** Counted beside the data, each hit in a transaction of its own. */
  readonly limits: DurableLimits;
  /** WeChat's access tokens, so that a restart does not ask for new ones. */
  readonly wechatTokens: {
    load(appid: string): Promise<WechatToken | undefined>;
    save(appid: string, token: WechatToken): Promise<void>;
  };
}

export interface SqliteStoreOptions {
  /** The file, made with mode 0600 where there is none; `:memory:` is gone when the store is closed. */
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
  /** A migrated database's connection that writes. */
  readonly writer: DatabaseSync;
  /** Another one to the same database, that only reads. */
  readonly reader: DatabaseSync;
  /** What closing gives back, in the opposite order. */
  readonly opened: Pick<AsyncStack, "defer" | "dispose">;
  /** How the log gets to the disk; default `fdatasync`. */
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
    attemptLog: { write: (attempt) => root("attemptLog.write", () => log(attempt)) },
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

/** Each call in a transaction of its own. */
function eachAlone(sweeps: Housekeeping, alone: (act: () => Promise<number>) => Promise<number>): Housekeeping {
  const calls = Object.entries(sweeps).map(([name, sweep]) => [
    name,
    (...given: Parameters<typeof sweep>) => alone(() => sweep(...given)),
  ]);
  return Object.fromEntries(calls);
}

/** Empties the log, where no other process reads it; whether that was done. */
function truncateLog(writer: DatabaseSync): () => boolean {
  const checkpoint = writer.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  return () => {
    try {
      return checkpoint.get()?.busy === 0;
    } catch {
      return false; // a disk that is full or away; the transactions say so
    }
  };
}

/** Up to this size, in bytes, a database is rewritten whole; a larger one would keep pushes waiting. */
const mostRewritten = 64 * 1024 * 1024;

/**
 * Writes the database anew where it is small. `secure_delete` overwrites a row that is deleted, and not the copies of
 * it that remain where SQLite had moved rows from page to page before. Whether nothing is left to do.
 */
function rewriteSmall(writer: DatabaseSync): boolean {
  try {
    const { size } = writer
      .prepare("SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size")
      .get() as { size: number };
    if (size <= mostRewritten) writer.exec("VACUUM");
    return true;
  } catch {
    return false; // another process writes, or the disk is full; the transactions say so
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
