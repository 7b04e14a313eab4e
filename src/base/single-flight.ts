/** Runs at most one work for each key. Concurrent callers share its result or error. */
export interface SingleFlight<T> {
  /** The number of keys with running work. */
  readonly size: number;
  /** The running work for this key; undefined if there is none. */
  running(key: string): Promise<T> | undefined;
  /** Joins the running work for this key, or starts `work`. */
  run(key: string, work: () => Promise<T>): Promise<T>;
}

export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Promise<T>>();
  return {
    get size() {
      return flights.size;
    },
    running: (key) => flights.get(key),
    run(key, work) {
      const flight = flights.get(key) ?? work().finally(() => flights.delete(key));
      flights.set(key, flight);
      return flight;
    },
  };
}
