// Checks a PostgreSQL database.
import { inspectPostgres } from "../../adapters/postgres/inspect.ts";
import type { InstanceMarks } from "../../adapters/postgres/session-name.ts";
import { connectionsFor } from "../../adapters/postgres/transaction-pool.ts";
import type { Config } from "../../server/config/config.ts";
import type { PostgresConfig } from "../../server/config/database.ts";
import { postgresTarget } from "../../server/database.ts";
import { checkPeople } from "./check-people.ts";
import { type Finding, found } from "./findings.ts";

/** Checks the PostgreSQL database without changing it. */
export async function checkPostgres(
  config: PostgresConfig,
  whole: Pick<Config, "applications">,
  now: number,
  marks?: InstanceMarks,
): Promise<Finding[]> {
  const target = await postgresTarget(config);
  const { name } = target.address;
  const inspected = await inspectPostgres(target, now, config.connections, marks);
  const { state, why = "", version = 0, pending, connections, people } = inspected;
  const of = { name, why, version, count: pending, most: connections, wanted: connectionsFor(config.connections) };
  if (state !== "good") return [found(`postgres.${state}`, of)];
  const scarce = connections < of.wanted ? [found("postgres.connections", of)] : [];
  const slow = inspected.isAsynchronous ? [found("postgres.asynchronous", of)] : [];
  const others = inspected.differs?.secret
    ? [found("postgres.secret", of)]
    : inspected.differs?.configuration
      ? [found("postgres.configuration", of)]
      : [];
  const warnings = [...scarce, ...slow, ...others];
  if (pending > 0) return [...warnings, found("postgres.pending", of)];
  return [...warnings, found("postgres.good", of), ...checkPeople(whole, people)];
}
