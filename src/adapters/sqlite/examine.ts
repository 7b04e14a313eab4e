import type { DatabaseSync } from "node:sqlite";
import { migrations } from "../sql/migrations/migrations.ts";
import { isDamage, refused } from "./failure.ts";

/** Makes sure that a connection's database is whole and a Saoma's; `name` is what the operator knows it as. */
export function examine(connection: DatabaseSync, name: string): void {
  const faults = faultsOf(connection);
  if (faults !== undefined) {
    throw refused(
      `${name} is damaged (${faults}). Take an older backup; without one, \`sqlite3 ${name} .recover\` ` +
        "prints what can still be read as SQL for a new file.",
    );
  }
  if (!isOurs(connection)) throw refused(`${name} is no database of Saoma's. Name a file that \`saoma backup\` wrote.`);
}

/** Of many the first. */
function faultsOf(connection: DatabaseSync): string | undefined {
  try {
    const found = String(connection.prepare("PRAGMA integrity_check(1)").get()?.integrity_check);
    return found === "ok" ? undefined : found.replaceAll(/\s+/g, " ");
  } catch (error) {
    if (isDamage(error)) return error.message;
    throw error;
  }
}

function isOurs(connection: DatabaseSync): boolean {
  const ledger = connection.prepare("select 1 from sqlite_schema where type = 'table' and name = 'migrations'");
  if (ledger.get() === undefined) return false;
  const first = connection.prepare("select name from migrations order by name limit 1").get();
  return first?.name === migrations[0]?.name;
}
