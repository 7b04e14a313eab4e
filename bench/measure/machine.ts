import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** A line about the machine that the figures were measured on. */
export function machine(): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const model = cpus()[0]?.model.trim() ?? "unknown";
  return `Node ${process.versions.node}, SQLite ${process.versions.sqlite}, ${availableParallelism()} cores (${model}), ${memory}`;
}

/** The load average of the last minute. It includes other processes as well as the measurement. */
export const load = (): string => loadavg()[0]?.toFixed(1) ?? "?";

const root = new URL("../../", import.meta.url);

/** The versions of packages, installed for the benchmarks or for the product. */
export function versions(...names: readonly string[]): string {
  return names.map((name) => `${name} ${versionOf(name)}`).join(", ");
}

function versionOf(name: string): string {
  for (const folder of ["bench/node_modules", "node_modules"]) {
    try {
      return JSON.parse(readFileSync(new URL(`${folder}/${name}/package.json`, root), "utf8")).version;
    } catch {
      // Try the next folder.
    }
  }
  return "?";
}
