/** Work of which at most one runs for a key: whoever asks meanwhile gets its result, or its error. */
export interface SingleFlight<T> {
  /** For how many keys work runs. */
  readonly size: number;
  /** What runs for this key; undefined where nothing does. */
  running(key: string): Promise<T> | undefined;
  /** Joins what runs for this key, or starts `work`. */
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
