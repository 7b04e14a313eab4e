// During a deploy, instances of the previous release write to the schema of the new one.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { statementsOf } from "../../src/adapters/postgres/migrate.ts";
import { migrations } from "../../src/adapters/postgres/migrations.ts";
import type { Migration } from "../../src/adapters/sql/migrations/tables.ts";

/** The migration of the first release. No older code exists. */
const first = "0029-console";

/** What older code may fail on, with a regular expression for PostgreSQL's statements that do it. */
const hurts: readonly (readonly [string, RegExp])[] = [
  ["drops a table or a column", /\bdrop (table|column)\b/i],
  ["renames", /\brename\b/i],
  ["changes a column", /\balter column\b|\bset not null\b|\btype\b.*\busing\b/i],
  ["adds a column that must be given", /\badd column (?!.*\bdefault\b).*\bnot null\b/i],
  ["has the database refuse what was allowed", /\badd constraint\b|\bcreate trigger\b/i],
];

/** Why code that does not know this migration could not run beside it; undefined if it can. */
function harmOf(migration: Migration): string | undefined {
  const statements = statementsOf(migration);
  const made = statements.flatMap((text) => /^create table (?:if not exists )?"?(\w+)/i.exec(text)?.[1] ?? []);
  const onOld = statements.filter((text) => !made.some((table) => new RegExp(`\\bon "?${table}"?`, "i").test(text)));
  const harm = hurts.find(([, pattern]) => onOld.some((text) => !/^create table/i.test(text) && pattern.test(text)));
  if (harm) return harm[0];
  return onOld.some((text) => /^create unique index/i.test(text)) ? "makes a column of older rows unique" : undefined;
}

const added = migrations.slice(migrations.findIndex(({ name }) => name === first) + 1);

test("a migration only adds, or says that it takes away", () => {
  for (const migration of added) {
    if (migration.takesAway) continue;
    expect(harmOf(migration), `${migration.name}: CONTRIBUTING.md, “Migrations”`).toBeUndefined();
  }
});

const up = (text: string): Migration => ({ name: "9999", up: ({ backfill }) => [backfill(sql.raw(text))] });

test.each([
  ["alter table attempts drop column browser_name", "drops a table or a column"],
  ["drop table pictures", "drops a table or a column"],
  ["alter table attempts rename column scene to code", "renames"],
  ["alter table attempts alter column scene set not null", "changes a column"],
  ["alter table attempts add column tenant text not null", "adds a column that must be given"],
  ["alter table attempts add constraint one unique (scene)", "has the database refuse what was allowed"],
  ["create unique index one on attempts (scene)", "makes a column of older rows unique"],
])("%s: it %s", (text, harm) => {
  expect(harmOf(up(text))).toBe(harm);
});

test.each([
  "alter table attempts add column tenant text",
  "alter table attempts add column tenant text not null default ''",
  "create index some on attempts (scene)",
  "create table more (id text not null primary key)",
])("%s: it adds", (text) => {
  expect(harmOf(up(text))).toBeUndefined();
});

test("a new table may have any columns and constraints", () => {
  const both: Migration = {
    name: "9999",
    up: ({ backfill }) => [
      backfill(sql.raw("create table more (id text not null)")),
      backfill(sql.raw("create unique index one on more (id)")),
    ],
  };
  expect(harmOf(both)).toBeUndefined();
});
