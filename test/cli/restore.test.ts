import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Finished, running, saoma } from "./saoma.ts";
import { configured, optionsWith, simulated } from "./simulated.ts";

const place = async (path = "data/saoma.db"): Promise<string> =>
  configured(optionsWith([(await simulated()).source], { database: { path } }));

const run = (cwd: string, ...args: string[]): Promise<Finished> => saoma(args, { cwd });

test("backup and restore, as one does them: while it runs, not while it runs, and after it has stopped", async () => {
  const cwd = await place();
  const service = await running(["serve", "--port", "0"], { cwd });
  const made = await run(cwd, "backup", "backup.db");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toMatch(/^Wrote backup\.db \(\d+ KiB\), checked whole\./);
  expect(statSync(join(cwd, "backup.db")).mode & 0o777).toBe(0o600);
  const early = await run(cwd, "restore", "backup.db", "--yes");
  expect([early.code, early.stdout]).toEqual([1, ""]);
  expect(early.stderr).toMatch(/^saoma: The database \S+\/data\/saoma\.db is in use\. Stop the service .*\n$/);
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  await service.stop();

  const unasked = await run(cwd, "restore", "backup.db");
  expect(unasked.code).toBe(2);
  expect(unasked.stderr).toContain("nothing was changed: there is no terminal to confirm at");
  const done = await run(cwd, "restore", "backup.db", "--yes");
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(done.stdout.split("\n")).toEqual([
    "backup.db is whole: accounts 0, last sign-in never.",
    expect.stringMatching(
      /^Restored \S+\/data\/saoma\.db\. Ended what lived in the backup: sessions 0, sign-ins under way 0\.$/,
    ),
    expect.stringMatching(
      /^What stood there is now \S+saoma\.db\.before-restore-[\dTZ-]+; delete it when you need it no more\.$/,
    ),
    "Start the service. People sign in again, and have the accounts they had.",
    "",
  ]);
  expect(readdirSync(join(cwd, "data")).filter((name) => name.includes("before-restore"))).toHaveLength(1);
  const again = await running(["serve", "--port", "0"], { cwd });
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  await again.stop();
});

test("neither needs the service's secrets", async () => {
  const cwd = configured({ database: { path: "saoma.db" } });
  writeFileSync(
    join(cwd, "full.config.mjs"),
    `export default ${JSON.stringify(optionsWith([(await simulated()).source]))}`,
  );
  await run(cwd, "migrate", "--config", "full.config.mjs");
  expect((await run(cwd, "backup", "backup.db")).stderr).toBe("");
  expect((await run(cwd, "restore", "backup.db", "--yes")).stderr).toBe("");
});

test.each([
  ["backup", "b.db", "There is no database at"],
  ["restore", "none.db", "There is no file none.db"],
  ["restore", "text.db", "text.db is damaged"],
  ["backup", "text.db", "There is no database at"],
])("saoma %s %s says in a sentence why not", async (command, file, sentence) => {
  const cwd = await place();
  mkdirSync(join(cwd, "data"));
  writeFileSync(join(cwd, "text.db"), "no database at all");
  const { code, stdout, stderr } = await run(cwd, command, file, ...(command === "restore" ? ["--yes"] : []));
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr.split("\n")).toEqual([expect.stringContaining(sentence), ""]);
  expect(readdirSync(join(cwd, "data")).filter((name) => !name.endsWith("-lock"))).toEqual([]);
});

test("a database in memory has no backup", async () => {
  const { stderr } = await run(await place(":memory:"), "backup", "b.db");
  expect(stderr).toContain("database.path is :memory:");
});
