import { type Compilable, type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "./schema.ts";

export type Value = string | number | null;

/** A prepared statement, run many times; `await` it, whether the engine takes its time or not. */
export interface Statement<P, R> {
  /** The first row, if there is one. */
  first(given: Given<P>): Awaitable<R | undefined>;
  all(given: Given<P>): Awaitable<R[]>;
  /** Runs it and says how many rows it changed. */
  changes(given: Given<P>): Awaitable<number>;
}

/** A promise for each statement of a push is a twentieth of the push. */
export type Awaitable<T> = T | Promise<T>;

/** Arguments for parameters `P`: what may be NULL may be left out. */
export type Given<P> = { readonly [K in keyof P as null extends P[K] ? never : K]: P[K] } & {
  readonly [K in keyof P as null extends P[K] ? K : never]?: P[K] | undefined;
};

/** What the stores are made of: the builder of queries, and what turns a query into a statement. */
export interface Sql {
  readonly db: Kysely<Database>;
  /** Where the engine counts by itself: the number of the next scan, greater than all before it. */
  readonly nextScan?: RawBuilder<number>;
  /** In a transaction: runs `read` only if nothing was written since it last ran under this key. */
  readonly once?: <T>(key: string, read: () => T) => T;
  /** `build` runs once. It may only pass its parameters on to the query, never look at them. */
  prepare<P extends object, R>(build: (parameters: P) => Compilable<R>): Statement<P, R>;
}

export interface Compiled {
  readonly sql: string;
  /** The values to bind, in the order of the SQL's placeholders. */
  bind(given: object): Value[];
}

class Parameter {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Compiles a query written once over named parameters. */
export function compile<P extends object>(build: (parameters: P) => Compilable): Compiled {
  const { sql, parameters } = build(named<P>()).compile();
  const slots = parameters as readonly (Value | Parameter)[];
  const names = slots.map((slot) => (slot instanceof Parameter ? slot.name : undefined));
  const fixed = slots.map((slot) => (slot instanceof Parameter ? null : slot));
  return {
    sql,
    bind(given) {
      const values = fixed.slice();
      for (const [at, name] of names.entries())
        if (name !== undefined) values[at] = (given as Record<string, Value>)[name] ?? null;
      return values;
    },
  };
}

/** An object whose every property stands for the parameter of that name. */
const named = <P extends object>(): P => new Proxy({} as P, { get: (_target, name) => new Parameter(String(name)) });

/**
 * A limit that is a parameter. SQLite looks at the value of a bare one while it prepares the statement, and prepares it
 * again whenever one is bound, which costs four times the reading.
 */
export const atMost = (limit: number): RawBuilder<number> => sql<number>`cast(${limit} as bigint)`;

/** What the domain leaves out is NULL in a row. */
export type Nullable<T> = { [K in keyof T]-?: undefined extends T[K] ? NonNullable<T[K]> | null : T[K] };

/** A row as the domain writes it: what is NULL is absent. */
export type Present<R> = { [K in keyof R as null extends R[K] ? never : K]: R[K] } & {
  [K in keyof R as null extends R[K] ? K : never]?: NonNullable<R[K]>;
};

export function present<R extends object>(row: R): Present<R> {
  const found: Record<string, unknown> = {};
  // A loop, not `Object.entries`: every row that is read comes by here.
  for (const name in row) if (row[name] !== null) found[name] = row[name];
  return found as Present<R>;
}
