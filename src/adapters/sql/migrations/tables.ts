import type { AlterTableBuilder, Compilable, CreateIndexBuilder, CreateTableBuilder, RawBuilder } from "kysely";

/** The builders with which migrations create tables, in the dialect of an engine. */
export interface Tables {
  /** Creates a table whose rows have a row number as key. */
  rows(name: string): CreateTableBuilder<string, never>;
  /** Creates a table that is stored in the order of its primary key. */
  keyed(name: string): CreateTableBuilder<string, never>;
  index(name: string): CreateIndexBuilder<never>;
  alter(name: string): AlterTableBuilder;
  /** A statement about existing rows, without parameters. */
  backfill(statement: RawBuilder<unknown>): Compilable;
  /**
   * Returns statements that make the database refuse an event on a table if the condition `when` holds for `new` and
   * `old`.
   */
  refuse(rule: RefusedEvent): Compilable[];
  readonly drop: { index(name: string): Compilable; table(name: string): Compilable };
}

export interface RefusedEvent {
  readonly name: string;
  readonly table: string;
  readonly event: "delete" | "insert" | "update";
  readonly when?: string;
  /** The error of the refused statement, without quotes. */
  readonly message: string;
}

export interface Migration {
  /** Never change it after a release: databases store it. */
  readonly name: string;
  /**
   * Whether older code cannot work with the schema after it. On PostgreSQL older code refuses to start then. After any
   * other migration older code keeps working, so that a deployment can replace instances one by one, or be rolled back.
   */
  readonly takesAway?: true;
  /** Returns the statements in order. They run in one transaction. */
  up(tables: Tables): readonly Compilable[];
}
