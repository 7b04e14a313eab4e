import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { personal } from "../../src/adapters/sql/people.ts";
import { migrateSqlite } from "../../src/adapters/sqlite/store.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { ownFolder } from "./folder.ts";

const personalColumn = /account_id|open_id|union_id|phone|attempt_id|avatar|^name$/;

// Export and deletion use this list. They would miss a table that it wrongly calls impersonal.
test("every table that has a person in it is exported and deleted", async () => {
  const path = `${ownFolder()}/saoma.db`;
  await migrateSqlite({ path, clock: createFakeClock() });
  using database = new DatabaseSync(path, { readOnly: true });
  const names = database
    .prepare("select name from sqlite_schema where type = 'table'")
    .all()
    .map(({ name }) => String(name));
  expect(names.toSorted()).toEqual(Object.keys(personal).toSorted());
  for (const name of names.filter((one) => one !== "migrations")) {
    const columns = database
      .prepare(`select name from pragma_table_info('${name}')`)
      .all()
      .map((row) => String(row.name));
    const isPersonal = columns.some((column) => personalColumn.test(column));
    if (isPersonal) expect(personal[name as keyof typeof personal], name).not.toBe("impersonal");
  }
});
