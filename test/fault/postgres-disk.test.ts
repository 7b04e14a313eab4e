// PostgreSQL's disk is full: its database is on a small file system, on machines that allow us to mount one.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import { SaomaError } from "../../src/domain/errors.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

const nobody = 65_534;

const mount = (folder: string): boolean => {
  const options = `size=24m,uid=${nobody},gid=${nobody},mode=0700`;
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).status === 0;
};

/** Only root may mount one, and in some containers not even root. */
const canMount = ((): boolean => {
  if (process.getuid?.() !== 0 || process.platform !== "linux") return false;
  const folder = mkdtempSync(join(tmpdir(), "saoma-mount-"));
  const isMounted = mount(folder);
  if (isMounted) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true });
  return isMounted;
})();

describe.skipIf(!hasPostgres || !canMount)("PostgreSQL with a full disk", () => {
  const server = usePostgres();

  test("refuses with a sentence, keeps everything that was acknowledged, and continues when there is room", async () => {
    const folder = mkdtempSync(join(tmpdir(), "saoma-small-disk-"));
    expect(mount(folder)).toBe(true);
    onTestFinished(async () => {
      await server.rows(server.url("postgres"), `drop database if exists ${name} with (force)`);
      await server.rows(server.url("postgres"), "drop tablespace small");
      spawnSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    });
    await server.rows(server.url("postgres"), `create tablespace small location '${folder}'`);
    const url = await server.database("tablespace small strategy file_copy");
    const name = new URL(url).pathname.slice(1);
    const store = await openPostgresStore({ target: await targetOf(url), clock: systemClock });
    const write = (index: number) =>
      store.transact(({ audit, now }) => {
        const actor = `${index} ${"x".repeat(2_000)}`;
        return audit.append({ actor, action: "session.ended" }, now);
      });
    await server.rows(url, "create table filling (text text)");
    const fill = (rows: number) =>
      server.rows(url, `insert into filling select repeat(md5(n::text), 60) from generate_series(1, ${rows}) n`);
    for (const rows of [1_000, 100, 10, 1]) for (let ok = true; ok; ) ok = await fill(rows).then(...yesOrNo);
    let acknowledged = 0;
    let refusal: unknown;
    while (refusal === undefined && acknowledged < 5_000)
      await write(acknowledged).then(
        () => acknowledged++,
        (error: unknown) => (refusal = error),
      );
    expect(refusal).toBeInstanceOf(SaomaError);
    expect((refusal as SaomaError).detail).toMatch(/^The disk of the database \S+ at \S+ is full\. Make room;/);
    await server.rows(url, "drop table filling");
    await write(acknowledged++);
    await store.close();
    const [kept] = await server.rows(url, "select count(*)::int as n, count(distinct actor)::int as actors from audit");
    expect(kept).toEqual({ n: acknowledged, actors: acknowledged });
  });
});

const yesOrNo = [() => true, () => false] as const;
