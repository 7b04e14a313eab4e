import { AsyncLocalStorage } from "node:async_hooks";

/** The transaction as one `work` sees it. */
interface Turn<Connection> {
  readonly connection: Connection;
  open: boolean;
  /** The first failure of the database: no later step may run, since the engine may have rolled back. */
  failed?: unknown;
}

/** Knows whose turn it is: who may use which connection's transaction, and who may not ask for another one. */
export interface TransactionScopes<Connection> {
  /** Runs `work` as one turn. Rejects where the database failed in it, even if `work` made light of that. */
  take<T>(connection: Connection, work: () => Promise<T>): Promise<T>;
  /** Runs a step of the turn that the caller is in; a TypeError where it is in none. */
  guard<T>(step: (connection: Connection) => T): T;
  /** The same for a step that takes its time. */
  guardLater<T>(step: (connection: Connection) => Promise<T>): Promise<T>;
  /** A TypeError, naming the call, where the caller is in a turn: it would wait for itself. */
  refuseInside(call: string): void;
}

/** `failure` is the engine's failure as callers see it. */
export function createTransactionScopes<Connection>(
  failure: (error: unknown) => unknown,
): TransactionScopes<Connection> {
  const inside = new AsyncLocalStorage<Turn<Connection>>();

  function current(): Turn<Connection> {
    const turn = inside.getStore();
    if (!turn?.open) throw new TypeError("A transaction's stores can only be used inside its own `work`.");
    if ("failed" in turn) throw turn.failed;
    return turn;
  }

  function noted(turn: Turn<Connection>, error: unknown): unknown {
    turn.failed = failure(error);
    return turn.failed;
  }

  return {
    async take(connection, work) {
      const turn: Turn<Connection> = { connection, open: true };
      try {
        const result = await inside.run(turn, work);
        if ("failed" in turn) throw turn.failed;
        return result;
      } catch (error) {
        throw "failed" in turn ? turn.failed : error;
      } finally {
        turn.open = false;
      }
    },
    guard(step) {
      const turn = current();
      try {
        return step(turn.connection);
      } catch (error) {
        throw noted(turn, error);
      }
    },
    async guardLater(step) {
      const turn = current();
      try {
        return await step(turn.connection);
      } catch (error) {
        throw noted(turn, error);
      }
    },
    refuseInside(call) {
      if (inside.getStore()?.open) throw new TypeError(`${call} cannot be called inside a transaction's \`work\`.`);
    },
  };
}
