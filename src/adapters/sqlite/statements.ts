import type { DatabaseSync } from "node:sqlite";
import type { Compilable } from "kysely";
import { compile, type Sql, type Statement } from "../sql/statement.ts";
import { createSqlBuilder } from "./dialect.ts";

/** Runs one step on the connection, or refuses to. */
export type Guard = <T>(step: () => T) => T;

/** Statements prepared once and run synchronously on `connection`, each under `guard`. */
export function createSqliteSql(connection: DatabaseSync, guard: Guard): Sql {
  return {
    db: createSqlBuilder(),
    prepare<P extends object, R>(build: (parameters: P) => Compilable<R>): Statement<P, R> {
      const { sql, bind } = compile(build);
      const statement = connection.prepare(sql);
      return {
        first: async (given) => guard(() => statement.get(...bind(given)) as R | undefined),
        all: async (given) => guard(() => statement.all(...bind(given)) as R[]),
        changes: async (given) => guard(() => Number(statement.run(...bind(given)).changes)),
      };
    },
  };
}
