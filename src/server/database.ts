// Opens the configured database, SQLite or PostgreSQL, and its hints.
import { readFileSync } from "node:fs";
import { createMemoryHints } from "../adapters/memory/hints.ts";
import { postgresAddress } from "../adapters/postgres/address.ts";
import type { Target } from "../adapters/postgres/connection.ts";
import { loadDriver } from "../adapters/postgres/driver.ts";
import { refused } from "../adapters/postgres/failure.ts";
import { createPostgresHints } from "../adapters/postgres/hints.ts";
import type { InstanceMarks } from "../adapters/postgres/session-name.ts";
import { openPostgresStore } from "../adapters/postgres/store.ts";
import { createPostgresTokenLease } from "../adapters/postgres/token-lease.ts";
import { openSqliteStore, type SqliteStore } from "../adapters/sqlite/store.ts";
import { type Clock, systemClock } from "../base/clock.ts";
import { english } from "../base/english.ts";
import type { Hints } from "../ports/hints.ts";
import type { TokenLease } from "../wechat/index.ts";
import type { DatabaseConfig, PostgresConfig } from "./config/database.ts";

/** The open database, and hints of its changes. */
export interface OpenDatabase {
  /** Each engine's has the same. */
  readonly store: SqliteStore;
  readonly hints: Hints;
  /** Present if several processes share the database: lets only one of them fetch a token from WeChat. */
  readonly lease?: TokenLease;
  close(): Promise<void>;
}

interface DatabaseParts {
  readonly clock: Clock;
  /** Called for each transaction that runs again. */
  readonly onRetry?: (() => void) | undefined;
  readonly onWarning: (sentence: string) => void;
  /** What other instances on the same PostgreSQL compare theirs with. */
  readonly marks: InstanceMarks;
  /** Replaces the database's own hints if a Redis carries them. */
  readonly hints: Hints | undefined;
}

export async function openDatabase(config: DatabaseConfig, parts: DatabaseParts): Promise<OpenDatabase> {
  const { clock, onRetry = () => {}, onWarning, marks, hints: given } = parts;
  if ("path" in config) {
    const store = await openSqliteStore({ path: config.path, clock });
    return { store, hints: given ?? createMemoryHints(), close: () => store.close() };
  }
  const target = { ...(await postgresTarget(config)), marks };
  const store = await openPostgresStore({
    target,
    clock,
    connections: config.connections,
    onRetry,
    onWarning,
    time: timeOf(clock),
  });
  const notified = createHints(target, given);
  return {
    store,
    hints: notified,
    lease: createPostgresTokenLease(target),
    async close() {
      await notified.close();
      await store.close();
    },
  };
}

/** Uses the clock that was passed in. Otherwise the database's time counts, because machines' clocks differ. */
const timeOf = (clock: Clock): "server" | "clock" => (clock === systemClock ? "server" : "clock");

/** Hints by Redis need no listening connection. */
function createHints(target: Target, given: Hints | undefined): Hints & { close(): Promise<void> } {
  return given ? { ...given, close: async () => {} } : createPostgresHints({ target, own: createMemoryHints() });
}

/** How to connect to the configured PostgreSQL. */
export async function postgresTarget({ url, tls, ca }: PostgresConfig): Promise<Target> {
  const address = postgresAddress(url.reveal());
  return {
    driver: await loadDriver(),
    address,
    tls,
    ...(ca === undefined ? {} : { ca: readAuthority("database.ca", ca) }),
  };
}

/** Reads the file that an option names. */
export function readAuthority(option: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw refused(english`${option} cannot be read: ${error instanceof Error ? error.message : error}.`, error);
  }
}
