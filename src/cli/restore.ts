import { type BackupContents, restoreSqlite } from "../adapters/sqlite/restore.ts";
import { systemClock } from "../base/clock.ts";
import { invalidateAfterRestore } from "../login/accounts/end-restored.ts";
import { agreed } from "./ask/agree.ts";
import type { Command } from "./command.ts";
import { databaseOf } from "./database.ts";

export const run: Command["run"] = async ({ config, file = "", yes }) => {
  const path = await databaseOf(config);
  const { prepared, kept } = await restoreSqlite({
    path,
    from: file,
    clock: systemClock,
    prepare: invalidateAfterRestore,
    async agree(has) {
      console.log(`${file} is whole: ${contentsLine(has)}.`);
      await agreed(`Make it the database ${path}, and sign everybody out?`, yes);
    },
  });
  const { sessions, attempts } = prepared;
  console.log(
    `Restored ${path}. Ended what lived in the backup: sessions ${sessions}, sign-ins under way ${attempts}.`,
  );
  if (kept !== undefined) console.log(`What stood there is now ${kept}; delete it when you need it no more.`);
  console.log("Start the service. People sign in again, and have the accounts they had.");
};

const contentsLine = ({ accounts, lastSignIn }: BackupContents): string =>
  `accounts ${accounts}, last sign-in ${lastSignIn === undefined ? "never" : new Date(lastSignIn).toISOString()}`;
