import { createHash } from "node:crypto";
import { type Compilable, sql } from "kysely";
import { SaomaError } from "../../domain/errors.ts";
import { compile, type Sql, type Statement, type Value } from "../sql/statement.ts";
import { createSqlBuilder } from "./dialect.ts";
import type { Query, Result } from "./driver.ts";

/** Runs one statement on the connection of the caller's transaction. */
export type Run = (query: Query) => Promise<Result>;

/** Statements that each connection prepares once, under a name derived from their text. */
export function createPostgresSql(run: Run): Sql {
  return {
    db: createSqlBuilder(),
    // To select the greatest number would count as having read the index page to which the next one is written.
    nextScan: sql<number>`nextval('scan_order')`,
    prepare<P extends object, R>(build: (parameters: P) => Compilable<R>): Statement<P, R> {
      const { sql: text, bind } = compile(build);
      const name = nameOf(text);
      const isRead = text.startsWith("select ");
      const result = async (given: object): Promise<Result> => {
        const values = bind(given);
        if (!values.some(hasNul)) return run({ name, text, values });
        if (isRead) return nothing;
        throw new SaomaError("invalid_request", { detail: "A text with a NUL cannot be stored." });
      };
      return {
        first: async (given) => (await result(given)).rows[0] as R | undefined,
        all: async (given) => [...(await result(given)).rows] as R[],
        changes: async (given) => (await result(given)).rowCount ?? 0,
      };
    },
  };
}

/** The same name for the same text, so that stores on one connection share a prepared statement. */
const nameOf = (sql: string): string => createHash("sha256").update(sql).digest("base64url").slice(0, 22);

/** PostgreSQL cannot store a text with a NUL, so looking for one finds nothing. */
const hasNul = (value: Value): boolean => typeof value === "string" && value.includes("\0");

const nothing: Result = { command: "SELECT", rows: [], rowCount: 0 };
