// Checks the SQLite database.
import { type Inspection, inspectSqlite } from "../../adapters/sqlite/inspect.ts";
import { instanceMarks } from "../../server/instance-marks.ts";
import { checkPeople } from "./check-people.ts";
import { checkPostgres } from "./check-postgres.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";

const mib = 2 ** 20;
const full = 50 * mib;
const low = 500 * mib;

/** Checks the database without changing it. */
export async function checkDatabase({ config, clock }: DoctorContext): Promise<Finding[]> {
  const { database } = config;
  if ("url" in database) return checkPostgres(database, config, clock.now(), instanceMarks(config));
  if (database.path === ":memory:") return [];
  const inspection = inspectSqlite(database.path, clock.now());
  return [...findingsOf(database.path, inspection), ...checkPeople(config, inspection.people)];
}

/** The findings of an inspection. */
export function findingsOf(path: string, inspection: Inspection): Finding[] {
  const { state, why = "", folder, pending, freeBytes, networkKind } = inspection;
  const free = amount(freeBytes);
  const of = { path, why, folder, free };
  const disk = freeBytes < full ? [found("database.full", of)] : freeBytes < low ? [found("database.low", of)] : [];
  const place = networkKind ? [found("database.network", { path, kind: networkKind })] : [];
  if (state === "unwritable") return [found("database.folder", of)];
  if (state === "absent") return [...place, ...disk, found("database.none", of)];
  if (state === "newer" || state === "broken" || state === "busy")
    return [...place, ...disk, found(`database.${state}`, of)];
  if (pending > 0) return [...place, ...disk, found("database.pending", { path, count: pending })];
  return [...place, ...disk, ...(place.length + disk.length === 0 ? [found("database.good", of)] : [])];
}

const amount = (bytes: number): string =>
  bytes >= 1024 * mib ? `${Math.floor(bytes / mib / 1024)} GiB` : `${Math.floor(bytes / mib)} MiB`;
