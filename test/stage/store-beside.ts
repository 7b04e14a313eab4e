// The stage's database as another process has it open, on either engine.
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { openSqliteStore } from "../../src/adapters/sqlite/store.ts";
import type { Store } from "../../src/ports/store.ts";
import { parseDatabase } from "../../src/server/config/parse.ts";
import { postgresTarget } from "../../src/server/database.ts";
import type { Stage } from "./stage.ts";

/** Opens the stage's database beside its service, for one piece of work. */
export async function withStoreBeside(
  { options, clock }: Pick<Stage, "options" | "clock">,
  work: (store: Store) => Promise<unknown>,
): Promise<void> {
  const database = parseDatabase(options);
  const store =
    "path" in database
      ? await openSqliteStore({ path: database.path, clock })
      : await openPostgresStore({ target: await postgresTarget(database), clock });
  await work(store);
  await store.close();
}
