import { AsyncLocalStorage } from "node:async_hooks";
import { failure } from "./failure.ts";
import type { Guard } from "./statements.ts";

/** The transaction as one `work` sees it. */
interface Turn {
  open: boolean;
  /** The first failure of the database: no later step may run, since SQLite may have rolled back. */
  failed?: unknown;
}

/** Knows whose turn it is: who may use the connection's transaction, and who may not ask for another one. */
export interface TransactionScopes {
  /** Runs `work` as one turn. Rejects where the database failed in it, even if `work` made light of that. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Runs a step of the turn that the caller is in; a TypeError where it is in none. */
  readonly guard: Guard;
  /** A TypeError, naming the call, where the caller is in a turn: it would wait for itself. */
  refuseInside(call: string): void;
}

export function createTransactionScopes(path: string): TransactionScopes {
  const inside = new AsyncLocalStorage<Turn>();

  function current(): Turn {
    const turn = inside.getStore();
    if (!turn?.open) throw new TypeError("A transaction's stores can only be used inside its own `work`.");
    if ("failed" in turn) throw turn.failed;
    return turn;
  }

  return {
    async take(work) {
      const turn: Turn = { open: true };
      try {
        const result = await inside.run(turn, work);
        if ("failed" in turn) throw turn.failed;
        return result;
      } finally {
        turn.open = false;
      }
    },
    guard(step) {
      const turn = current();
      try {
        return step();
      } catch (error) {
        turn.failed = failure(error, path);
        throw turn.failed;
      }
    },
    refuseInside(call) {
      if (inside.getStore()?.open) throw new TypeError(`${call} cannot be called inside a transaction's \`work\`.`);
    },
  };
}
