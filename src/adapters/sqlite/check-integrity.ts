import { english } from "../../base/english.ts";
import { readAppliedMigrations } from "./applied-migrations.ts";
import type { DatabaseSync } from "./engine.ts";
import { isDamage, refused } from "./failure.ts";

/**
 * Checks that a database is intact and belongs to Saoma, and returns the names of its migrations. `name` is its name in
 * error messages.
 */
export function checkIntegrity(connection: DatabaseSync, name: string): readonly string[] {
  const faults = faultsOf(connection);
  if (faults !== undefined) {
    throw refused(
      english`${name} is damaged (${faults}). Take an older backup; without one, \`sqlite3 ${name} .recover\` prints what can still be read as SQL for a new file.`,
    );
  }
  const applied = readAppliedMigrations(connection) ?? [];
  if (applied.length === 0)
    throw refused(english`${name} is no database of Saoma's. Name a file that \`saoma backup\` wrote.`);
  return applied;
}

/** The first of the faults; undefined if there is none. */
function faultsOf(connection: DatabaseSync): string | undefined {
  try {
    const found = String(connection.prepare("PRAGMA integrity_check(1)").get()?.integrity_check);
    return found === "ok" ? undefined : found.replaceAll(/\s+/g, " ");
  } catch (error) {
    if (isDamage(error)) return error.message;
    throw error;
  }
}
