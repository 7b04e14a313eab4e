import type { AlterTableBuilder, Compilable, CreateIndexBuilder, CreateTableBuilder, RawBuilder } from "kysely";

/** What an engine makes tables with. */
export interface Tables {
  /** A table whose rows are found by a number of their own. */
  rows(name: string): CreateTableBuilder<string, never>;
  /** A table kept in the order of its primary key. */
  keyed(name: string): CreateTableBuilder<string, never>;
  index(name: string): CreateIndexBuilder<never>;
  alter(name: string): AlterTableBuilder;
  /** A statement about rows that are there; it binds nothing. */
  backfill(statement: RawBuilder<unknown>): Compilable;
  /** Statements that have the database itself refuse an event on a table, `when` this holds of `new` and `old`. */
  refuse(rule: RefusedEvent): Compilable[];
  readonly drop: { index(name: string): Compilable; table(name: string): Compilable };
}

export interface RefusedEvent {
  readonly name: string;
  readonly table: string;
  readonly event: "delete" | "insert" | "update";
  readonly when?: string;
  /** What the refused statement fails with; without quotes. */
  readonly message: string;
}

export interface Migration {
  /** Never changes once released: databases remember it. */
  readonly name: string;
  /**
   * Whether older code cannot work on what it leaves. On PostgreSQL such code refuses to start then; beside any other
   * migration it runs on, so that a deploy can replace instances one by one, or be taken back.
   */
  readonly takesAway?: true;
  /** The statements, in their order; run in one transaction. */
  up(tables: Tables): readonly Compilable[];
}
