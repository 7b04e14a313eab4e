// `saoma restore`.
import { openPostgresStore } from "../adapters/postgres/store.ts";
import { type BackupContents, restoreSqlite } from "../adapters/sqlite/restore.ts";
import { systemClock } from "../base/clock.ts";
import { invalidateAfterRestore } from "../login/accounts/end-restored.ts";
import { parseDatabase } from "../server/config/parse.ts";
import { postgresTarget } from "../server/database.ts";
import type { Command } from "./command.ts";
import { readConfiguration } from "./configuration.ts";
import { databaseOf } from "./database.ts";
import { CommandError } from "./failure.ts";
import { agreed } from "./prompt/confirm.ts";
import { say } from "./say.ts";

export const run: Command["run"] = async ({ config, file = "", yes, ...given }) => {
  if (given["in-place"] !== undefined) return restoreInPlace(config, yes);
  const path = await databaseOf(config, instead);
  const { prepared, kept } = await restoreSqlite({
    path,
    from: file,
    clock: systemClock,
    prepare: invalidateAfterRestore,
    async agree(has) {
      console.log(say`${file} is whole: ${contentsLine(has)}.`);
      await agreed(say`Make it the database ${path}, and sign everybody out?`, yes);
    },
  });
  const { sessions, attempts } = prepared;
  console.log(
    say`Restored ${path}. Ended what lived in the backup: sessions ${sessions}, sign-ins under way ${attempts}.`,
  );
  if (kept !== undefined) console.log(say`What stood there is now ${kept}; delete it when you need it no more.`);
  console.log(say`Start the service. People sign in again, and have the accounts they had.`);
};

const instead = say`Restore with its own tool into an empty database: pg_restore --dbname=URL FILE. Then run saoma restore --in-place.`;

/** Ends all sessions in a PostgreSQL database that pg_restore has filled. */
async function restoreInPlace(config: string | undefined, yes: string | undefined): Promise<void> {
  const database = parseDatabase(await readConfiguration(config));
  if ("path" in database) throw new CommandError(say`--in-place is for PostgreSQL. Name the backup to restore.`);
  const target = await postgresTarget(database);
  await agreed(say`End all sessions and sign-ins under way in ${target.address.name}?`, yes);
  const store = await openPostgresStore({ target, clock: systemClock });
  try {
    const { sessions, attempts } = await invalidateAfterRestore(store);
    console.log(say`Ended what lived in the backup: sessions ${sessions}, sign-ins under way ${attempts}.`);
  } finally {
    await store.close();
  }
}

const contentsLine = ({ accounts, lastSignIn }: BackupContents): string =>
  say`accounts ${accounts}, last sign-in ${lastSignIn === undefined ? say`never` : new Date(lastSignIn).toISOString()}`;
