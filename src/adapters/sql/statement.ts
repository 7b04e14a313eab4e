import { type Compilable, type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "./schema.ts";

export type Value = string | number | null;

/**
 * A prepared statement, which can be run many times. Always `await` it: some engines return a promise, others do not.
 */
export interface Statement<P, R> {
  /** The first row, if there is one. */
  first(given: Given<P>): Awaitable<R | undefined>;
  all(given: Given<P>): Awaitable<R[]>;
  /** Runs the statement and returns the number of changed rows. */
  changes(given: Given<P>): Awaitable<number>;
}

/** A value or a promise. Promises for all statements of a push would cost a twentieth of its time. */
export type Awaitable<T> = T | Promise<T>;

/** Arguments for parameters `P`: nullable ones may be left out. */
export type Given<P> = { readonly [K in keyof P as null extends P[K] ? never : K]: P[K] } & {
  readonly [K in keyof P as null extends P[K] ? K : never]?: P[K] | undefined;
};

/** What every store needs: a query builder, and a function that prepares a query as a statement. */
export interface Sql {
  readonly db: Kysely<Database>;
  /** Set if the engine has a sequence: the number of the next scan, greater than all before it. */
  readonly nextScan?: RawBuilder<number>;
  /**
   * Inside a transaction: runs `read` only if something was written since it last ran under this key, and otherwise
   * returns the same result.
   */
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

/** An object whose properties are placeholders for the parameters of the same names. */
const named = <P extends object>(): P => new Proxy({} as P, { get: (_target, name) => new Parameter(String(name)) });

/**
 * A limit as a parameter. Without the cast, SQLite uses the value while it prepares the statement, and prepares it
 * again whenever one is bound, which takes four times as long as the query.
 */
export const atMost = (limit: number): RawBuilder<number> => sql<number>`cast(${limit} as bigint)`;

/** The row of a domain type: optional fields are nullable columns. */
export type Nullable<T> = { [K in keyof T]-?: undefined extends T[K] ? NonNullable<T[K]> | null : T[K] };

/** The domain type of a row: nullable columns are optional fields. */
export type Present<R> = { [K in keyof R as null extends R[K] ? never : K]: R[K] } & {
  [K in keyof R as null extends R[K] ? K : never]?: NonNullable<R[K]>;
};

export function present<R extends object>(row: R): Present<R> {
  const found: Record<string, unknown> = {};
  // A loop is faster than `Object.entries`, and every row that is read passes here.
  for (const name in row) if (row[name] !== null) found[name] = row[name];
  return found as Present<R>;
}
