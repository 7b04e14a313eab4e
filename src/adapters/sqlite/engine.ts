import type * as sqlite from "node:sqlite";

/**
 * Node's SQLite. Asked for, not imported: an old Node refuses a program with an import that it does not know before its
 * first line, and nothing of ours could say which Node it needs.
 */
export const { DatabaseSync }: typeof sqlite = process.getBuiltinModule("node:sqlite");

export type DatabaseSync = sqlite.DatabaseSync;
export type StatementSync = sqlite.StatementSync;
