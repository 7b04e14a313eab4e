import type { Compilable } from "kysely";
import { compile, type Sql, type Statement } from "../sql/statement.ts";
import { createSqlBuilder } from "./dialect.ts";
import type { DatabaseSync } from "./engine.ts";

/** Runs one step on the connection, or throws if that is not allowed now. */
export type Guard = <T>(step: () => T) => T;

/**
 * Creates statements that are prepared once and run synchronously on `connection`, each under `guard`. Calls `onWrite`
 * after each statement that changed something.
 */
export function createSqliteSql(connection: DatabaseSync, guard: Guard, onWrite = () => {}): Sql {
  return {
    db: createSqlBuilder(),
    prepare<P extends object, R>(build: (parameters: P) => Compilable<R>): Statement<P, R> {
      const { sql, bind } = compile(build);
      const statement = connection.prepare(sql);
      const isRead = sql.startsWith("select ");
      const noted = <T>(result: T, hasChanged: boolean): T => {
        if (hasChanged && !isRead) onWrite();
        return result;
      };
      return {
        first(given) {
          const row = guard(() => statement.get(...bind(given)) as R | undefined);
          return noted(row, row !== undefined);
        },
        all(given) {
          const rows = guard(() => statement.all(...bind(given)) as R[]);
          return noted(rows, rows.length > 0);
        },
        changes(given) {
          const changes = guard(() => Number(statement.run(...bind(given)).changes));
          return noted(changes, changes > 0);
        },
      };
    },
  };
}
