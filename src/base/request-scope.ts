import { AsyncLocalStorage } from "node:async_hooks";

/** Which request something happens for, however deep below it. */
export interface RequestScope {
  /** Runs `work` for the request of this name in the log. */
  run<T>(requestId: string, work: () => T): T;
  /** Undefined for what no request asked for, such as a sweep. */
  current(): string | undefined;
}

export function createRequestScope(): RequestScope {
  const inside = new AsyncLocalStorage<string>();
  return { run: (requestId, work) => inside.run(requestId, work), current: () => inside.getStore() };
}
