import { AsyncLocalStorage } from "node:async_hooks";

/** The transaction as one `work` sees it. */
interface Scope<Connection> {
  readonly connection: Connection;
  open: boolean;
  /** The results of `once` since the last write; absent while there are none. */
  read?: Map<string, unknown> | undefined;
  /** The first failure of the database. No later step may run, because the engine may have rolled back. */
  failed?: unknown;
}

/**
 * Tracks which transaction the caller is in, so that stores are used only inside their own `work`, and transactions do
 * not nest.
 */
export interface TransactionScopes<Connection> {
  /** Runs `work` in a scope of its own. Rejects if the database failed in it, even if `work` caught the error. */
  run<T>(connection: Connection, work: () => Promise<T>): Promise<T>;
  /** Runs a step in the caller's scope. Throws a TypeError outside of a scope. */
  guard<T>(step: (connection: Connection) => T): T;
  /** As `guard`, for an asynchronous step. */
  guardLater<T>(step: (connection: Connection) => Promise<T>): Promise<T>;
  /** What `read` returned for this key before, if the transaction has written nothing since. */
  once<T>(key: string, read: () => T): T;
  /** To be called for each statement that may have changed something. */
  wrote(): void;
  /** Throws a TypeError that names the call if the caller is in a scope: the call would wait for itself. */
  refuseInside(call: string): void;
}

/** Creates the scopes. `failure` turns the engine's errors into those that callers see. */
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
      const scope: Scope<Connection> = { connection, open: true };
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
      scope.read ??= new Map();
      if (!scope.read.has(key)) scope.read.set(key, read());
      return scope.read.get(key) as T;
    },
    wrote() {
      const scope = inside.getStore();
      if (scope?.read) scope.read = undefined;
    },
    refuseInside(call) {
      if (inside.getStore()?.open) throw new TypeError(`${call} cannot be called inside a transaction's \`work\`.`);
    },
  };
}
