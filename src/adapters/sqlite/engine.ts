import type * as sqlite from "node:sqlite";

/**
 * Node's SQLite. It is not imported, because an old Node would reject the unknown import before the program could say
 * which Node it needs.
 */
export const { DatabaseSync }: typeof sqlite = process.getBuiltinModule("node:sqlite");

export type DatabaseSync = sqlite.DatabaseSync;
export type StatementSync = sqlite.StatementSync;
