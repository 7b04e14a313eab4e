import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { migrations } from "../sql/migrations/migrations.ts";
import { type PeopleCounts, peopleCountsSql, readPeopleCounts } from "../sql/people-counts.ts";
import { readAppliedMigrations } from "./applied-migrations.ts";
import { DatabaseSync } from "./engine.ts";

/** The state of a database file, found without changing it. */
export interface Inspection {
  readonly state: "good" | "absent" | "unwritable" | "broken" | "busy" | "newer";
  /** Why the file is unwritable or broken. */
  readonly why?: string;
  /** The folder of the file, or its nearest existing parent. */
  readonly folder: string;
  /** Migrations that a start would apply. */
  readonly pending: number;
  /** The counts; only of a database that is usable and up to date. */
  readonly people?: PeopleCounts;
  readonly freeBytes: number;
  /** The kind of network file system that the file is on; absent for a local one. */
  readonly networkKind?: string;
}

/** `f_type` of statfs(2) on Linux. */
const networkKinds: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB"],
  [0x01021997, "9P"],
  [0x00c36400, "Ceph"],
  [0x47504653, "GPFS"],
]);

const timeoutMs = 1_000;

/** Inspects the file at `path`. Holds the write lock for a moment. */
export function inspectSqlite(path: string, now: number = Number.MAX_SAFE_INTEGER): Inspection {
  const folder = existingFolder(dirname(resolve(path)));
  const { bavail, bsize, type } = statfsSync(folder);
  const networkKind = networkKinds.get(type >>> 0);
  const place = { folder, pending: 0, freeBytes: bavail * bsize, ...(networkKind ? { networkKind } : {}) };
  const files = [folder, path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file));
  // The first of the files is the folder.
  const why = files.map(unwritable).find((found) => found !== undefined);
  if (why !== undefined) return { ...place, state: "unwritable", why };
  return existsSync(path) ? { ...place, ...opened(path, now) } : { ...place, state: "absent" };
}

function existingFolder(folder: string): string {
  return existsSync(folder) ? folder : existingFolder(dirname(folder));
}

function unwritable(file: string, at: number): string | undefined {
  if (at === 0 && !statSync(file).isDirectory()) return `${file} is not a folder`;
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function opened(path: string, now: number): Pick<Inspection, "state" | "why" | "pending" | "people"> {
  try {
    using connection = new DatabaseSync(path, { timeout: timeoutMs });
    connection.exec("BEGIN IMMEDIATE; ROLLBACK");
    const applied = readAppliedMigrations(connection);
    if (!applied) return { state: "broken", why: "it is another program's.", pending: 0 };
    const known = migrations.map(({ name }) => name);
    if (applied.some((name) => !known.includes(name))) return { state: "newer", pending: 0 };
    const pending = known.filter((name) => !applied.includes(name)).length;
    if (pending > 0) return { state: "good", pending };
    return { state: "good", pending, people: readPeopleCounts(connection.prepare(peopleCountsSql(now)).get()) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { state: /locked|busy/.test(why) ? "busy" : "broken", why: `${why}.`, pending: 0 };
  }
}
