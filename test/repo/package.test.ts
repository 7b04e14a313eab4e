import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { type Lockfile, leftOut } from "../../tools/lock.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const manifest = JSON.parse(read("package.json")) as {
  exports: Record<string, string>;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

/** The source that a built file comes from. */
const sourceOf = (built: string): string => built.replace("./dist/", "./src/").replace(/\.js$/, ".ts");

// What package.json refers to must exist after a build.
test("every export of the package has its source", () => {
  const missing = Object.values(manifest.exports).map(sourceOf);
  expect(missing.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  expect(Object.values(manifest.bin).filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

// Every dependency is a way in for an attacker.
test("there are at most 15 runtime dependencies", () => {
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(15);
});

// npm under an old Node silently resolves a range to an old major version.
test("dependencies are exact versions", () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

const machinePaths = /(?<![\w.~-])\/(?:home|root|Users|work|tmp|private|mnt)\/[\w.-]/;

function trackedTexts(): { path: string; text: string }[] {
  const paths = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");
  return paths
    .filter((path) => path !== "" && existsSync(new URL(path, root)) && statSync(new URL(path, root)).isFile())
    .map((path) => ({ path, text: read(path) }));
}

// These fields have no use elsewhere, and tell where and by whom the file was written.
test("no tracked file holds a path of a machine", () => {
  const found = trackedTexts().filter(
    ({ path, text }) => path !== "test/repo/package.test.ts" && machinePaths.test(text),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
});

test.each(["cd /home/someone/saoma", "/tmp/brief", `"/Users/me"`])("%s is a path of a machine", (text) => {
  expect(machinePaths.test(text)).toBe(true);
});

test.each(["https://example.com/work/x", "./tmp/x", "/usr/bin/chromium", "src/home/a.ts"])("%s is none", (text) => {
  expect(machinePaths.test(text)).toBe(false);
});

// The lockfile's addresses would send every user to one person's mirror.
test("the lockfile names no registry", () => {
  expect(read("package-lock.json")).not.toMatch(/"resolved": "https?:/);
});

// If a registry lacks another platform's package, `npm install` leaves it out, and `npm ci` then refuses the lockfile.
test("the lockfile has every platform's packages; `node tools/lock.ts` writes them in", () => {
  expect(leftOut(JSON.parse(read("package-lock.json")) as Lockfile)).toEqual([]);
});
