import { AsyncLocalStorage } from "node:async_hooks";

/** Knows for which request the current code runs, at any depth. */
export interface RequestScope {
  /** Runs `work` for the request with this id in the log. */
  run<T>(requestId: string, work: () => T): T;
  /** The id of the current request; undefined for work without one, such as a sweep. */
  current(): string | undefined;
  /**
   * Returns a function that returns the current request's value, which `create` makes at its first call; undefined where
   * there is no request.
   */
  value<T extends object>(create: () => T): () => T | undefined;
}

interface Request {
  readonly requestId: string;
  /** What {@link RequestScope.value} made for the request, by the order of its calls. */
  readonly values: unknown[];
}

export function createRequestScope(): RequestScope {
  const inside = new AsyncLocalStorage<Request>();
  let kinds = 0;
  return {
    run: (requestId, work) => inside.run({ requestId, values: [] }, work),
    current: () => inside.getStore()?.requestId,
    // Not in a WeakMap: the collector keeps the values of one until the next collection of the whole heap.
    value<T extends object>(create: () => T) {
      const kind = kinds++;
      return () => {
        const values = inside.getStore()?.values as T[] | undefined;
        if (values && !values[kind]) values[kind] = create();
        return values?.[kind];
      };
    },
  };
}
