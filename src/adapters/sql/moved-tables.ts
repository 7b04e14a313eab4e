import { personal } from "./people.ts";
import type { Value } from "./statement.ts";

export type Row = Readonly<Record<string, Value>>;

/** A database's rows, table after table. */
export interface TableRows {
  readonly table: string;
  /** In batches. */
  readonly batches: Iterable<readonly Row[]>;
}

/** Each database has its own. */
const stay: ReadonlySet<string> = new Set(["migrations", "probe"]);

/** What moves from one database to another, in an order in which each row finds those that it refers to. */
export const movedTables: readonly string[] = Object.keys(personal)
  .filter((table) => !stay.has(table))
  .reverse();
