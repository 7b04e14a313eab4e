// Runs a PgBouncer for a test: on a free loopback port, in a temporary folder.
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { findPgBouncer } from "../../tools/needs.ts";
import { freePort, nobody } from "./postgres.ts";

/** Whether these tests can run here; with CI=true they must. */
export const hasPgBouncer = findPgBouncer() !== undefined || process.env.CI === "true";

/**
 * Starts a PgBouncer in front of a database's server for the calling test, and returns the database's URL through it.
 * `settings` are those of pgbouncer.ini.
 */
export async function pooled(url: string, settings: Readonly<Record<string, string | number>>): Promise<string> {
  const { hostname, port, pathname } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), "saoma-pgbouncer-"));
  const listening = await freePort();
  const all = { listen_addr: "127.0.0.1", listen_port: listening, unix_socket_dir: "", auth_type: "any", ...settings };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  const file = join(folder, "pgbouncer.ini");
  const server = `* = host=${hostname} port=${port} user=saoma`;
  writeFileSync(file, ["[databases]", server, "[pgbouncer]", ...lines, ""].join("\n"));
  chmodSync(folder, 0o755);
  const child = spawn(findPgBouncer() ?? "", [file], { ...nobody, stdio: ["ignore", "ignore", "pipe"], cwd: folder });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  onTestFinished(async () => {
    kill();
    await gone;
    process.off("exit", kill);
    rmSync(folder, { recursive: true, force: true });
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (data) => {
      said += data;
      if (/process up/.test(said)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`PgBouncer ended with ${code}: ${said}`)));
  });
  return `postgres://saoma@127.0.0.1:${listening}${pathname}`;
}
