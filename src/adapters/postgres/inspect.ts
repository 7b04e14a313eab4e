// What the doctor finds out about a PostgreSQL database.
import { SaomaError } from "../../domain/errors.ts";
import { type PeopleCounts, peopleCountsSql, readPeopleCounts } from "../sql/people-counts.ts";
import { openConnection, type Target } from "./connection.ts";
import { openFailure } from "./failure.ts";
import { type InstanceDifferences, readDifferences } from "./instances.ts";
import { readAppliedMigrations, unknownOf } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import type { InstanceMarks } from "./session-name.ts";
import { faultOfPool, isPooledByTransaction } from "./transaction-pool.ts";
import { faultOfServer, readServerSettings } from "./unsafe-server.ts";

/** The state of a PostgreSQL database, found without changing it. */
export interface PostgresInspection {
  readonly state: "good" | "away" | "unsafe" | "foreign" | "newer";
  /** Why a server is unavailable or unsafe, with the remedy. */
  readonly why?: string;
  readonly version?: number;
  /** Migrations that a start would apply. */
  readonly pending: number;
  /** The counts; only of a database that is usable and up to date. */
  readonly people?: PeopleCounts;
  /** The server's `max_connections`, for all its clients. */
  readonly connections: number;
  /** Whether the server has standbys but a commit waits for none of them. */
  readonly isAsynchronous?: boolean;
  /** What running instances have otherwise; only if `marks` were given. */
  readonly differs?: InstanceDifferences;
}

export async function inspectPostgres(
  target: Target,
  now: number,
  transactions: number,
  marks?: InstanceMarks,
): Promise<PostgresInspection> {
  const { name } = target.address;
  const nothing = { pending: 0, connections: 0 };
  try {
    const connection = await openConnection(target);
    try {
      const settings = await readServerSettings(connection);
      const found = {
        pending: 0,
        version: Math.floor(settings.version / 10_000),
        connections: settings.connections,
        isAsynchronous: settings.is_asynchronous === 1,
        ...(marks && { differs: await readDifferences(connection, marks) }),
      };
      const isPooled = await isPooledByTransaction(target, connection);
      const why = faultOfServer(name, settings) ?? (isPooled ? faultOfPool(name, transactions) : undefined);
      if (why !== undefined) return { ...found, state: "unsafe", why };
      const applied = await readAppliedMigrations(connection);
      if (!applied) return { ...found, state: "foreign" };
      if (unknownOf(applied) !== undefined) return { ...found, state: "newer" };
      const pending = migrations.length - applied.length;
      if (pending > 0) return { ...found, state: "good", pending };
      const people = readPeopleCounts((await connection.query(peopleCountsSql(now))).rows[0]);
      return { ...found, state: "good", pending, people };
    } finally {
      await connection.close();
    }
  } catch (error) {
    const failed = openFailure(error, name);
    if (!(failed instanceof SaomaError)) throw failed;
    return { ...nothing, state: "away", why: failed.message };
  }
}
