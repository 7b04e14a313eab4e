import { describe, expect, onTestFinished, test } from "vitest";
import { createMemoryHints } from "../../src/adapters/memory/hints.ts";
import type { Query } from "../../src/adapters/postgres/driver.ts";
import { createPostgresHints, type PostgresHints } from "../../src/adapters/postgres/hints.ts";
import { hintsContract } from "../../src/testing/hints-contract.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

describe.skipIf(!hasPostgres)("hints by PostgreSQL", () => {
  const server = usePostgres();

  async function hintsOf(url: string): Promise<PostgresHints> {
    const hints = createPostgresHints({ target: await targetOf(url), own: createMemoryHints() });
    onTestFinished(() => hints.close());
    return hints;
  }

  for (const { name, run } of hintsContract)
    test(name, async () => {
      const hints = await hintsOf(server.url("postgres"));
      await run({ hints, arrived: () => hints.sent() });
    });

  /** Publishes until the other instance receives it, which may still be connecting. */
  async function heard(publish: () => void, seen: readonly string[], what: string): Promise<void> {
    await expect.poll(() => (seen.includes(what) ? true : void publish()), { timeout: 20_000 }).toBe(true);
  }

  test("a hint reaches all instances of the database, many at once, and no instance of another database", async () => {
    const url = server.url("postgres");
    const [one, other, stranger] = await Promise.all([hintsOf(url), hintsOf(url), hintsOf(server.url("template1"))]);
    const seen: string[] = [];
    const foreign: string[] = [];
    other.subscribe((id) => seen.push(id));
    stranger.subscribe((id) => foreign.push(id));
    await heard(() => one.publish("first"), seen, "first");
    const many = Array.from({ length: 1_000 }, (_, index) => `attempt-number-${index}-of-a-thousand`);
    for (const id of many) one.publish(id);
    await expect.poll(() => seen.filter((id) => id !== "first").length).toBe(1_000);
    expect(new Set(seen)).toEqual(new Set(["first", ...many]));
    expect(foreign).toEqual([]);
  });

  test("a lost connection comes back by itself, and one's own hints never stop", async () => {
    const url = server.url("postgres");
    const [one, other] = await Promise.all([hintsOf(url), hintsOf(url)]);
    const seen: string[] = [];
    const own: string[] = [];
    other.subscribe((id) => seen.push(id));
    one.subscribe((id) => own.push(id));
    await heard(() => one.publish("before"), seen, "before");
    await server.rows(
      url,
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' or query like '%pg_notify%' and pid <> pg_backend_pid()",
    );
    one.publish("meanwhile");
    await expect.poll(() => own.includes("meanwhile")).toBe(true);
    await heard(() => one.publish("after"), seen, "after");
  });

  test.each([
    ["by the server, as a standby does", { severity: "ERROR", code: "25006" }],
    ["by the network", { code: "ECONNRESET" }],
  ])("where LISTEN is refused %s, one connection is tried after the other, and one is left", async (_, fault) => {
    const target = await targetOf(server.url("postgres"));
    const { Client } = target.driver;
    let refusals = 3;
    let open = 0;
    class Refusing extends Client {
      constructor(options: object) {
        super(options);
        open++;
        this.on("end", () => open--);
      }
      override query(query: string | Query) {
        if (!String(query).startsWith("listen") || refusals === 0) return super.query(query);
        refusals--;
        return Promise.reject(Object.assign(new Error("no LISTEN here"), fault));
      }
    }
    const one = createPostgresHints({ target: { ...target, driver: { Client: Refusing } }, own: createMemoryHints() });
    onTestFinished(() => one.close());
    const other = await hintsOf(server.url("postgres"));
    const seen: string[] = [];
    one.subscribe((id) => seen.push(id));
    await heard(() => other.publish("at-last"), seen, "at-last");
    expect([refusals, open]).toEqual([0, 1]);
  });
});
