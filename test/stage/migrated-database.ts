import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/index.ts";

let migrated: Promise<string> | undefined;

/**
 * Writes a database with every migration applied. Migrations take most of the time of setting a stage, so each process
 * applies them once.
 */
export async function writeMigratedDatabase(path: string): Promise<void> {
  migrated ??= migrate();
  copyFileSync(await migrated, path);
}

async function migrate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-migrated-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "saoma.db");
  const store = await openSqliteStore({ path, clock: createFakeClock() });
  await store.close();
  return path;
}
