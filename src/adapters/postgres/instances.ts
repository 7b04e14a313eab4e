// How instances on one database see each other: by the names of their sessions.
import { english } from "../../base/english.ts";
import { type Connection, openConnection, type Target } from "./connection.ts";
import type { InstanceMarks } from "./session-name.ts";

const question = `select distinct application_name as name from pg_stat_activity
  where datname = current_database() and application_name like 'saoma % %'`;

/** What the live instances have otherwise than `marks`. */
export interface InstanceDifferences {
  readonly secret: boolean;
  /** Only of those with the same secret. */
  readonly configuration: boolean;
}

/** Compares with the instances that are connected now. A session ends with its process, so no dead one is seen. */
export async function readDifferences({ query }: Connection, marks: InstanceMarks): Promise<InstanceDifferences> {
  const { rows } = await query(question);
  const others = rows.map(({ name }) => String(name).split(" "));
  return {
    secret: others.some(([, secret]) => secret !== marks.secret),
    configuration: others.some(
      ([, secret, configuration]) => secret === marks.secret && configuration !== marks.configuration,
    ),
  };
}

/** Warnings, as sentences, of running instances that do not fit this one. */
export async function warningsOfInstances(target: Target): Promise<string[]> {
  const { marks, address } = target;
  if (!marks) return [];
  const connection = await openConnection(target);
  try {
    const differs = await readDifferences(connection, marks);
    return [
      ...(differs.secret
        ? [
            english`An instance with another SAOMA_SECRET is running on the database ${address.name}: sign-ins that reach both fail. Give all instances the same one.`,
          ]
        : []),
      ...(differs.configuration
        ? [
            english`An instance with another configuration is running on the database ${address.name}. If no deploy is going on, give all instances the same one.`,
          ]
        : []),
    ];
  } finally {
    await connection.close();
  }
}

/** What a machine's clock may be off, in milliseconds; one that is set by NTP is off by much less. */
const tolerance = 10_000;

/** A warning, as a sentence, of a machine's clock that differs from the server's by `ahead` milliseconds. */
export function warningOfClock(ahead: number): string | undefined {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return Math.abs(ahead) <= tolerance
    ? undefined
    : english`This machine's clock is ${seconds} s off PostgreSQL's. Limits and deadlines go by PostgreSQL's, but tokens of WeChat and of the OpenID provider by this one: set it by NTP.`;
}
