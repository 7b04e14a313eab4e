import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

/** Packages of a lockfile that have no integrity, each with the reason why there can be none. */
const without: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "package-lock.json": {
    "tools/node": "a folder of this repository: it brings the pinned Node",
    "tools/postgres": "a folder of this repository: it brings the PostgreSQL of the tests",
  },
  "examples/package-lock.json": { "..": "this repository itself" },
};

const lockfiles = execFileSync("git", ["ls-files", "*package-lock.json"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((path) => path !== "");

// The integrity prevents a registry, or a proxy before it, from replacing a package. If this fails for a new package, take
// its entry out of the lockfile and run `npm install --package-lock-only`.
test.each(lockfiles)("%s has the integrity of every package, or a reason", (lockfile) => {
  const { packages } = JSON.parse(readFileSync(new URL(lockfile, root), "utf8")) as {
    packages: Record<string, Locked>;
  };
  const bare = Object.entries(packages).filter(([path, { integrity, link }]) => path !== "" && !link && !integrity);
  expect(bare.map(([path]) => path).toSorted()).toEqual(Object.keys(without[lockfile] ?? {}).toSorted());
  const weak = Object.entries(packages).filter(([, { integrity = "sha512-" }]) => !integrity.startsWith("sha512-"));
  expect(weak).toEqual([]);
});

test("no reason is left for a package that is gone", () => {
  expect(Object.keys(without).filter((lockfile) => !lockfiles.includes(lockfile))).toEqual([]);
});
