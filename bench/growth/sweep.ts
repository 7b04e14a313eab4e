import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "../load/client.ts";
import { startServer } from "../measure/process.ts";
import { figure, table } from "../measure/table.ts";

/** How long requests are watched, in milliseconds: the first sweep comes a minute after the start. */
const watched = 90_000;
const every = 10;
const days = 2 * 24 * 3_600_000;
/** More than are swept in that time. */
const aged = 100_000;

/** Makes many attempts two days older, and measures how long other requests wait while housekeeping deletes them. */
export async function slowestDuringSweep(path: string): Promise<string> {
  const left = () => count(path);
  const db = new DatabaseSync(path);
  db.exec(`UPDATE attempts SET created_at = created_at - ${days}, expires_at = expires_at - ${days}
    WHERE id IN (SELECT id FROM attempts LIMIT ${aged})`);
  // Otherwise the service would copy the log of this update during the measurement.
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  const before = left();
  const server = await startServer("saoma", { path, mode: "safe" });
  const client = createClient(server.port);
  const times: number[] = [];
  const until = performance.now() + watched;
  while (performance.now() < until) {
    const asked = performance.now();
    await client.call({ method: "GET", path: "/readyz" });
    times.push(performance.now() - asked);
    await sleep(every);
  }
  client.close();
  await server.stop();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    figure(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN);
  const swept = (before - left()).toLocaleString("en");
  const rows = [[swept, String(times.length), at(0.5), at(0.99), at(1)]];
  return `\nOthers' requests during ${watched / 1000} s with a sweep in them, ms\n${table(["rows swept", "requests", "p50", "p99", "slowest"], rows)}`;
}

function count(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const { rows } = db.prepare("SELECT count(*) AS rows FROM attempts").get() as { rows: number };
  db.close();
  return rows;
}
