// A standby takes over. A synchronous one has everything that was acknowledged; the doctor warns of any other.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { systemClock } from "../../src/base/clock.ts";
import { Secret } from "../../src/base/secret.ts";
import { checkPostgres } from "../../src/cli/doctor/check-postgres.ts";
import { hasPostgres, type KillablePostgres, startPostgres, targetOf } from "../stage/postgres.ts";

const atOnce = 8;
const wanted = 400;

describe.skipIf(!hasPostgres)("a standby", () => {
  let server: KillablePostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const open = async (url: string) => openPostgresStore({ target: await targetOf(url), clock: systemClock });

  test("that is waited for has every acknowledged transaction when it takes over", async () => {
    const url = await server.database();
    await (await open(url)).close();
    const standby = await server.standby();
    const findings = async () =>
      (await checkPostgres({ url: new Secret(url), tls: "verified", connections: 16 }, { applications: [] }, 0)).map(
        ({ id }) => id,
      );
    await expect.poll(findings, { timeout: 10_000 }).toContain("postgres.asynchronous");
    await server.rows(url, "alter system set synchronous_standby_names = '*'");
    await server.rows(url, "select pg_reload_conf()");
    await expect.poll(findings, { timeout: 10_000 }).not.toContain("postgres.asynchronous");
    const acknowledged = await load(url);
    const there = standby.url(new URL(url).pathname.slice(1));
    await standby.rows(there, "select pg_promote()");
    const kept = await standby.rows(there, "select actor from audit");
    const actors = new Set(kept.map(({ actor }) => String(actor)));
    expect(acknowledged.length).toBeGreaterThanOrEqual(wanted);
    expect(acknowledged.filter((actor) => !actors.has(actor))).toEqual([]);
    expect(actors.size).toBe(kept.length);
    const store = await open(there);
    await store.transact(({ audit, now }) => audit.append({ actor: "after", action: "session.ended" }, now));
    await store.close();
    await standby.stop();
  });

  /** Writes until the primary is killed. Returns what was acknowledged. */
  async function load(url: string): Promise<string[]> {
    const store = await open(url);
    const acknowledged: string[] = [];
    let killed: Promise<void> | undefined;
    let next = 0;
    const work = async () => {
      while (!killed) {
        const actor = `test ${next++}`;
        await store
          .transact(({ audit, now }) => audit.append({ actor, action: "session.ended" }, now))
          .then(
            () => acknowledged.push(actor),
            () => {},
          );
        if (acknowledged.length >= wanted) killed ??= server.kill();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    await killed;
    await store.close();
    return acknowledged;
  }
});
