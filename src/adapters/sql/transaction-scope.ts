import { AsyncLocalStorage } from "node:async_hooks";

/** The transaction as one `work` sees it. */
interface Scope<Connection> {
  readonly connection: Connection;
  open: boolean;
  /** What `once` has read since the last write. */
  readonly read: Map<string, unknown>;
  /** The first failure of the database: no later step may run, since the engine may have rolled back. */
  failed?: unknown;
}

/** Knows which transaction the caller is in: who may use which connection's transaction, and who may not ask for another one. */
export interface TransactionScopes<Connection> {
  /** Runs `work` in a scope of its own. Rejects where the database failed in it, even if `work` made light of that. */
  run<T>(connection: Connection, work: () => Promise<T>): Promise<T>;
  /** Runs a step in the scope that the caller is in; a TypeError where it is in none. */
  guard<T>(step: (connection: Connection) => T): T;
  /** The same for a step that takes its time. */
  guardLater<T>(step: (connection: Connection) => Promise<T>): Promise<T>;
  /** What `read` returned for this key before, if the transaction has written nothing since. */
  once<T>(key: string, read: () => T): T;
  /** Called for each statement that may have changed something. */
  wrote(): void;
  /** A TypeError, naming the call, where the caller is in a scope: it would wait for itself. */
  refuseInside(call: string): void;
}

/** `failure` is the engine's failure as callers see it. */
export function createTransactionScopes<Connection>(
  failure: (error: unknown) => unknown,
): TransactionScopes<Connection> {
  const inside = new AsyncLocalStorage<Scope<Connection>>();

  function current(): Scope<Connection> {
    const scope = inside.getStore();
    if (!scope?.open) throw new TypeError("A transaction's stores can only be used inside its own `work`.");
    if ("failed" in scope) throw scope.failed;
    return scope;
  }

  function noted(scope: Scope<Connection>, error: unknown): unknown {
    scope.failed = failure(error);
    return scope.failed;
  }

  return {
    async run(connection, work) {
      const scope: Scope<Connection> = { connection, open: true, read: new Map() };
      try {
        const result = await inside.run(scope, work);
        if ("failed" in scope) throw scope.failed;
        return result;
      } catch (error) {
        throw "failed" in scope ? scope.failed : error;
      } finally {
        scope.open = false;
      }
    },
    guard(step) {
      const scope = current();
      try {
        return step(scope.connection);
      } catch (error) {
        throw noted(scope, error);
      }
    },
    async guardLater(step) {
      const scope = current();
      try {
        return await step(scope.connection);
      } catch (error) {
        throw noted(scope, error);
      }
    },
    once<T>(key: string, read: () => T) {
      const scope = current();
      if (!scope.read.has(key)) scope.read.set(key, read());
      return scope.read.get(key) as T;
    },
    wrote: () => inside.getStore()?.read.clear(),
    refuseInside(call) {
      if (inside.getStore()?.open) throw new TypeError(`${call} cannot be called inside a transaction's \`work\`.`);
    },
  };
}
