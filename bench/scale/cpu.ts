import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { PostgresServer } from "../../test/stage/postgres.ts";

/** The kernel counts in hundredths of a second, which are 10 ms. */
const tick = 10;

export interface Cpu {
  /**
   * The processor time of this process and of all PostgreSQL processes together, in milliseconds. NaN if there is no
   * /proc.
   */
  readonly node: number;
  readonly postgres: number;
}

/** Starts a meter. The returned function reads the time used since then. */
export async function cpuMeter(server: PostgresServer): Promise<() => Cpu> {
  const [row] = await server.rows(server.url("postgres"), "select pg_read_file('postmaster.pid') as file");
  const postmaster = Number.parseInt(String(row?.file), 10);
  return () => ({ node: nodeCpu(), postgres: postgresCpu(postmaster) });
}

/** The processor time that this process has used, in milliseconds. */
export function nodeCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function postgresCpu(postmaster: number): number {
  if (!existsSync("/proc/self/stat")) return Number.NaN;
  const running = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const own = running.map(statOf).filter((stat) => stat?.parent === postmaster);
  // The postmaster's statistics include those of its ended processes.
  return own.reduce((sum, stat) => sum + (stat?.own ?? 0), statOf(String(postmaster))?.ended ?? 0);
}

function statOf(pid: string): { parent: number; own: number; ended: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name, in brackets, may contain spaces.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const at = (field: number) => fields[field - 3] ?? 0;
    return { parent: at(4), own: (at(14) + at(15)) * tick, ended: (at(16) + at(17)) * tick };
  } catch {
    return undefined;
  }
}
