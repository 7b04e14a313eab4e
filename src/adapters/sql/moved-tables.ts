import { personal } from "./people.ts";
import type { Value } from "./statement.ts";

export type Row = Readonly<Record<string, Value>>;

/** The rows of a table, to be moved to another database. */
export interface TableRows {
  readonly table: string;
  /** The rows, in batches. */
  readonly batches: Iterable<readonly Row[]>;
}

/** Tables that are not moved, because each database has its own. */
const stay: ReadonlySet<string> = new Set(["migrations", "probe"]);

/** The tables that are moved, in an order in which each row follows the rows that it refers to. */
export const movedTables: readonly string[] = Object.keys(personal)
  .filter((table) => !stay.has(table))
  .reverse();
