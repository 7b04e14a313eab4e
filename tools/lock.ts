// `node tools/lock.ts`: completes package-lock.json after `npm install`. A registry that lacks a package for another
// platform makes npm leave it out of the lockfile, and `npm ci` then refuses the lockfile everywhere. This adds the
// missing packages, with the platform read from their names; npm skips them on other platforms.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lockfile {
  packages: Record<string, Locked>;
}

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32", "netbsd", "openbsd", "sunos", "aix"];
const processors = ["arm64", "x64", "arm", "ia32", "ppc64", "riscv64", "s390x", "loong64", "wasm32"];

interface Missing {
  readonly name: string;
  readonly version: string;
  readonly dev: boolean;
  /** The path of the package that depends on it. */
  readonly by: string;
}

/** Optional packages that a locked package depends on and that the lockfile lacks. */
export function leftOut({ packages }: Lockfile): Missing[] {
  const named = Object.entries(packages).flatMap(([by, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies).map(([name, version]) => ({ name, version, dev, by })),
  );
  return named.filter(({ name, by }) => placesFor(name, by).every((place) => packages[place] === undefined));
}

/** The paths at which Node looks for `name` from a package at `by`, nearest first. */
function placesFor(name: string, by: string): string[] {
  const inner = `${by === "" ? "" : `${by}/`}node_modules/${name}`;
  const outer = by.includes("/node_modules/") ? placesFor(name, by.slice(0, by.lastIndexOf("/node_modules/"))) : [];
  return [inner, ...outer, ...(by === "" || outer.length > 0 ? [] : [`node_modules/${name}`])];
}

/** The platform of a package, read from its name, as in `binding-linux-x64-musl`. */
function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } | undefined {
  const words = name.split(/[/-]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (!cpu || (!os && cpu !== "wasm32")) return undefined;
  const libc = words.includes("musl") ? ["musl"] : undefined;
  return { cpu: [cpu], ...(os ? { os: [os] } : {}), ...(libc ? { libc } : {}) };
}

function complete(lockfile: Lockfile): string[] {
  const missing = leftOut(lockfile);
  for (const { name, version, dev, by } of missing) {
    const platform = platformOf(name);
    if (!platform) throw new Error(`${name} is optional, not in the lockfile, and its name tells no platform`);
    const place = placesFor(name, by).at(-1) ?? "";
    lockfile.packages[place] = { version, ...platform, ...(dev ? { dev } : {}), optional: true } as Locked;
  }
  lockfile.packages = Object.fromEntries(Object.entries(lockfile.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return missing.map(({ name }) => name);
}

if (import.meta.main) {
  const lockfile = JSON.parse(readFileSync(file, "utf8")) as Lockfile;
  const added = complete(lockfile);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
  console.log(added.length > 0 ? `Completed: ${added.join(", ")}` : "The lockfile is complete.");
}
