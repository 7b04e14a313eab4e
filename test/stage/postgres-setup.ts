// Starts one PostgreSQL for a whole run of Vitest.
import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.ts";

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide("postgresPort", server.port);
  return server.stop;
}
