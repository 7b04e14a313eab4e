import { afterAll, beforeAll, onTestFinished } from "vitest";
import { type PostgresServer, startPostgres } from "./postgres.ts";

export { hasPostgres, targetOf } from "./postgres.ts";

export interface UsedPostgres extends Omit<PostgresServer, "stop" | "port"> {
  /** Returns the URL of an empty database for the calling test. It may be one of an earlier test, emptied. */
  fresh(): Promise<string>;
}

/** A server for the calling test file: started before its tests and stopped after them. */
export function usePostgres(settings: readonly string[] = []): UsedPostgres {
  const free: string[] = [];
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgres(settings);
  }, 60_000);
  afterAll(() => server?.stop(), 60_000);
  const get = (): PostgresServer => {
    if (!server) throw new Error("PostgreSQL has not started");
    return server;
  };
  return {
    database: (options) => get().database(options),
    url: (database) => get().url(database),
    rows: (...query) => get().rows(...query),
    empty: (url) => get().empty(url),
    async fresh() {
      const used = free.pop();
      if (used !== undefined) await get().empty(used);
      const url = used ?? (await get().database());
      onTestFinished(() => void free.push(url));
      return url;
    },
  };
}
