// One transaction, from BEGIN to its outcome.
import type { Clock } from "../../base/clock.ts";
import type { TransactionScopes } from "../sql/transaction-scope.ts";
import { type CommitStatus, identify, type TransactionId } from "./commit-status.ts";
import type { Connection } from "./connection.ts";
import type { Result } from "./driver.ts";
import { ConnectionLost, OutcomeUnknown, sqlState } from "./failure.ts";

/** The isolations of PostgreSQL. Only the default is right: `login/` is written as if transactions took turns. */
export type Isolation = "serializable" | "repeatable read" | "read committed";

interface Parts {
  readonly connection: Connection;
  readonly scopes: TransactionScopes<Connection>;
  readonly isolation: Isolation;
  readonly clock: Clock;
  /** Finds out the outcome of a transaction whose COMMIT, sent at this time, had no response. */
  resolveCommit(of: TransactionId, sentAt: number): Promise<CommitStatus>;
}

/**
 * Runs `work` in one transaction. If this rejects, the transaction was not committed, except with `OutcomeUnknown`. After
 * `ConnectionLost` the caller may run it again.
 */
export async function inTransaction<T>(
  { connection, scopes, isolation, clock, resolveCommit }: Parts,
  work: () => Promise<T>,
) {
  const id = await begin(connection, isolation);
  const result = await undoing(connection, () => scopes.run(connection, work));
  const sentAt = clock.now();
  try {
    await undoing(connection, () => commit(connection));
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    const status = await resolveCommit(id, sentAt);
    if (status === "unknown") throw new OutcomeUnknown(error.cause);
    if (status === "aborted") throw error;
  }
  return result;
}

async function begin(connection: Connection, isolation: Isolation): Promise<TransactionId> {
  try {
    const both = await connection.query(`begin isolation level ${isolation}; ${identify}`);
    // For two statements in one text the driver returns two results.
    return (both as unknown as readonly Result[])[1]?.rows[0] as unknown as TransactionId;
  } catch (error) {
    throw connection.isAlive() ? error : new ConnectionLost(error);
  }
}

async function commit(connection: Connection): Promise<void> {
  const { command } = await connection.query("commit");
  // If the transaction has failed, PostgreSQL responds to COMMIT with ROLLBACK instead of an error.
  if (command !== "COMMIT") throw new Error(`the response to COMMIT was ${command}`);
}

async function undoing<T>(connection: Connection, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!connection.isAlive()) throw new ConnectionLost(error);
    await undo(connection, error);
    throw error;
  }
}

/** A connection whose prepared statements are stale is closed: a new one prepares them again. */
async function undo(connection: Connection, error: unknown): Promise<void> {
  const state = sqlState(error);
  if (state === "0A000" || state === "26000") return connection.close();
  await connection.query("rollback").catch(() => connection.close());
}
