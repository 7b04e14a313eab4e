import type { TransactionScopes } from "../sql/transaction-scope.ts";
import { type Fate, identify, type TransactionId } from "./commit-status.ts";
import type { Connection } from "./connection.ts";
import type { Result } from "./driver.ts";
import { Lost, sqlState, Unkept } from "./failure.ts";

/** The isolations of PostgreSQL. Only the default is right: `login/` is written as if transactions took turns. */
export type Isolation = "serializable" | "repeatable read" | "read committed";

interface Parts {
  readonly connection: Connection;
  readonly scopes: TransactionScopes<Connection>;
  readonly isolation: Isolation;
  /** What became of a transaction whose COMMIT had no answer. */
  resolveCommit(of: TransactionId): Promise<Fate>;
}

/**
 * Runs `work` in one transaction. Where this rejects nothing of it is kept, but for `Lost`. `Unkept` says that it may be run
 * again as it is.
 */
export async function inTransaction<T>(
  { connection, scopes, isolation, resolveCommit }: Parts,
  work: () => Promise<T>,
) {
  const id = await begin(connection, isolation);
  const result = await undoing(connection, () => scopes.run(connection, work));
  try {
    await undoing(connection, () => commit(connection));
  } catch (error) {
    if (!(error instanceof Unkept)) throw error;
    const fate = await resolveCommit(id);
    if (fate === "unknown") throw new Lost(error.cause);
    if (fate === "aborted") throw error;
  }
  return result;
}

async function begin(connection: Connection, isolation: Isolation): Promise<TransactionId> {
  try {
    const both = await connection.query(`begin isolation level ${isolation}; ${identify}`);
    // Of two statements in one text the driver gives two results.
    return (both as unknown as readonly Result[])[1]?.rows[0] as unknown as TransactionId;
  } catch (error) {
    throw connection.isAlive() ? error : new Unkept(error);
  }
}

async function commit(connection: Connection): Promise<void> {
  const { command } = await connection.query("commit");
  // Of a transaction that has failed PostgreSQL answers ROLLBACK, and no error.
  if (command !== "COMMIT") throw new Error(`COMMIT was answered with ${command}`);
}

async function undoing<T>(connection: Connection, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!connection.isAlive()) throw new Unkept(error);
    await undo(connection, error);
    throw error;
  }
}

/** One whose prepared statements are stale is given up: a new one prepares them anew. */
async function undo(connection: Connection, error: unknown): Promise<void> {
  const state = sqlState(error);
  if (state === "0A000" || state === "26000") return connection.close();
  await connection.query("rollback").catch(() => connection.close());
}
