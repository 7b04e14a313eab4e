// Instances on one database that have different settings, and are warned of it.
import { describe, expect, onTestFinished, test } from "vitest";
import { openPostgresStore } from "../../src/adapters/postgres/store.ts";
import { type Clock, systemClock } from "../../src/base/clock.ts";
import { Secret } from "../../src/base/secret.ts";
import { checkPostgres } from "../../src/cli/doctor/check-postgres.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { instanceMarks } from "../../src/server/instance-marks.ts";
import { serviceOn } from "../fault/instances-sign-ins.ts";
import { good } from "../server/options.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

const marks = { secret: "s1", configuration: "c1" };

describe.skipIf(!hasPostgres)("an instance that starts", () => {
  const server = usePostgres();

  /** Starts an instance. Returns its warnings. */
  async function started(url: string, own = marks, clock: Clock = systemClock) {
    const warnings: string[] = [];
    const target = { ...(await targetOf(url)), marks: own };
    const onWarning = (sentence: string) => warnings.push(sentence);
    const store = await openPostgresStore({ target, clock, time: "server", onWarning });
    onTestFinished(() => store.close());
    // An instance has a database session from its first request on.
    await store.check();
    return { warnings, close: store.close };
  }

  test("warns of a running instance with another secret or configuration, and of no instance that has ended", async () => {
    const url = await server.fresh();
    const first = await started(url);
    expect(first.warnings).toEqual([]);
    const same = await started(url);
    expect(same.warnings).toEqual([]);
    const other = await started(url, { ...marks, configuration: "c2" });
    expect(other.warnings).toEqual([expect.stringContaining("with another configuration is running on the database")]);
    const stranger = await started(url, { secret: "s2", configuration: "c3" });
    expect(stranger.warnings).toEqual([expect.stringContaining("another SAOMA_SECRET is running on the database")]);
    for (const one of [first, same, other, stranger]) await one.close();
    await expect
      .poll(() => server.rows(url, "select from pg_stat_activity where application_name like 'saoma s%'"))
      .toEqual([]);
    expect((await started(url)).warnings).toEqual([]);
  });

  test("warns of its machine's clock, once it is more than ten seconds off PostgreSQL's", async () => {
    const url = await server.fresh();
    const off = (ms: number): Clock => ({ ...systemClock, now: () => systemClock.now() + ms });
    expect((await started(url, marks, off(5_000))).warnings).toEqual([]);
    const { warnings } = await started(url, marks, off(-7 * 60_000));
    expect(warnings).toEqual([expect.stringContaining("This machine's clock is 420 s off PostgreSQL's.")]);
  });

  test("as a whole service, is compared with the others", async () => {
    const url = await server.fresh();
    const warnings: string[] = [];
    const services = [serviceOn(url), serviceOn(url, 16, (sentence) => warnings.push(sentence))];
    for (const one of services) {
      await one.ready();
      onTestFinished(() => one.close());
    }
    expect(warnings.filter((warning) => warning.includes("on the database"))).toEqual([]);
    const name =
      "select distinct application_name as name from pg_stat_activity where application_name like 'saoma _%'";
    expect(await server.rows(url, name)).toEqual([{ name: expect.stringMatching(/^saoma [\w-]{8} [\w-]{8}$/) }]);
  });

  test("is compared with the doctor's configuration", async () => {
    const url = await server.fresh();
    await started(url);
    const config = { url: new Secret(url), tls: "verified", connections: 16 } as const;
    const examined = async (own: typeof marks) =>
      (await checkPostgres(config, { applications: [] }, 0, own)).map(({ id }) => id);
    expect(await examined(marks)).toEqual(["postgres.good"]);
    expect(await examined({ ...marks, configuration: "c2" })).toEqual(["postgres.configuration", "postgres.good"]);
    expect(await examined({ secret: "s2", configuration: "c2" })).toEqual(["postgres.secret", "postgres.good"]);
  });
});

describe("the marks of an instance", () => {
  const marksOf = (changes: object = {}) => instanceMarks(parseConfig({ ...good, ...changes }, {}));

  test("are the same wherever it listens and whatever is in front of it", () => {
    const elsewhere = marksOf({ database: { path: "elsewhere.db" }, trustedProxies: ["10.0.0.1"] });
    expect(elsewhere).toEqual(marksOf());
  });

  test("differ by the secret, and by what people meet", () => {
    const own = marksOf();
    expect(marksOf({ origin: "https://other.tea.example" })).toEqual({
      secret: own.secret,
      configuration: expect.not.stringContaining(own.configuration),
    });
    const stranger = marksOf({ secret: "Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAeq8" });
    expect(stranger.secret).not.toBe(own.secret);
    expect(JSON.stringify(own)).not.toContain(String(good.secret).slice(0, 6));
  });
});
