import { AsyncLocalStorage } from "node:async_hooks";

/** Knows for which request the current code runs, at any depth. */
export interface RequestScope {
  /** Runs `work` for the request with this id in the log. */
  run<T>(requestId: string, work: () => T): T;
  /** The id of the current request; undefined for work without one, such as a sweep. */
  current(): string | undefined;
  /** The current request, by an object of its own, for what is kept as long as it runs; undefined where there is none. */
  request(): object | undefined;
}

export function createRequestScope(): RequestScope {
  const inside = new AsyncLocalStorage<{ readonly requestId: string }>();
  return {
    run: (requestId, work) => inside.run({ requestId }, work),
    current: () => inside.getStore()?.requestId,
    request: () => inside.getStore(),
  };
}
