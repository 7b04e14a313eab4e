// How the certificate of a PostgreSQL server is verified.
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openConnection, type Target } from "../../src/adapters/postgres/connection.ts";
import { migratePostgres } from "../../src/adapters/postgres/store.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { selfMade } from "../cli/certificate.ts";
import { nobody } from "../stage/postgres.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

const day = 86_400_000;
const [from, until] = [new Date(Date.now() - day), new Date(Date.now() + day)];
const own = selfMade({ for: "127.0.0.1", from, until });
const anothers = selfMade({ for: "127.0.0.1", from, until });

describe.skipIf(!hasPostgres)("a server with a certificate of its own making", () => {
  const folder = mkdtempSync(join(tmpdir(), "saoma-postgres-tls-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const files = { ssl_cert_file: join(folder, "server.pem"), ssl_key_file: join(folder, "server.key") };
  writeFileSync(files.ssl_cert_file, own.cert);
  writeFileSync(files.ssl_key_file, own.key, { mode: 0o600 });
  chmodSync(folder, 0o755);
  if (nobody) chownSync(files.ssl_key_file, nobody.uid, nobody.gid);
  const server = usePostgres(["ssl=on", ...Object.entries(files).map(([name, path]) => `${name}=${path}`)]);

  /** The server's URL, as another machine would use it. */
  async function far(url: string, options: Partial<Target> = {}, host = "127.0.0.1"): Promise<Target> {
    const target = await targetOf(url);
    return { ...target, address: { ...target.address, host, isLocal: false }, ...options };
  }

  async function isEncrypted(target: Target): Promise<boolean> {
    const connection = await openConnection(target);
    try {
      const { rows } = await connection.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()");
      return rows[0]?.ssl === "t";
    } finally {
      await connection.close();
    }
  }

  test.each([
    ["by default", {}, "127.0.0.1", "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["beside another authority", { ca: anothers.cert }, "127.0.0.1", "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["by a name that is not in it", { ca: own.cert }, "localhost", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ])("is refused with a sentence %s, and nothing is written", async (_, options, host, code) => {
    const url = await server.database();
    const target = await far(url, options, host);
    await expect(migratePostgres({ target, clock: createFakeClock() })).rejects.toThrow(
      `is not good (${code}). Name its authority's file in database.ca.`,
    );
    expect(await server.rows(url, "select * from pg_tables where schemaname = 'public'")).toEqual([]);
  });

  test("is accepted with its authority, and if the operator allows it", async () => {
    const url = await server.database();
    const target = await far(url, { ca: own.cert });
    expect(await migratePostgres({ target, clock: createFakeClock() })).not.toEqual([]);
    expect(await isEncrypted(target)).toBe(true);
    expect(await isEncrypted(await far(url, { tls: "unverified" }))).toBe(true);
    expect(await isEncrypted(await far(url, { tls: "off" }))).toBe(false);
  });

  test("on this machine is verified once an authority is named", async () => {
    const target = await targetOf(await server.database());
    expect(await isEncrypted(target)).toBe(false);
    expect(await isEncrypted({ ...target, ca: own.cert })).toBe(true);
    await expect(openConnection({ ...target, ca: anothers.cert })).rejects.toThrow("self-signed certificate");
  });
});
