import type { TransactionScopes } from "../sql/transaction-scope.ts";
import type { Connection } from "./connection.ts";
import { sqlState } from "./failure.ts";

/** The isolations of PostgreSQL. Only the default is right: `login/` is written as if transactions took turns. */
export type Isolation = "serializable" | "repeatable read" | "read committed";

/** Runs `work` in one transaction, of which nothing is kept where this rejects and the session lives. */
export async function inTransaction<T>(
  connection: Connection,
  scopes: TransactionScopes<Connection>,
  isolation: Isolation,
  work: () => Promise<T>,
): Promise<T> {
  await connection.query(`begin isolation level ${isolation}`);
  try {
    const result = await scopes.run(connection, work);
    const { command } = await connection.query("commit");
    // Of a transaction that has failed PostgreSQL answers ROLLBACK, and no error.
    if (command !== "COMMIT") throw new Error(`COMMIT was answered with ${command}`);
    return result;
  } catch (error) {
    if (connection.isAlive()) await undo(connection, error);
    throw error;
  }
}

/** One whose prepared statements are stale is given up: a new one prepares them anew. */
async function undo(connection: Connection, error: unknown): Promise<void> {
  const state = sqlState(error);
  if (state === "0A000" || state === "26000") return connection.close();
  await connection.query("rollback").catch(() => connection.close());
}
