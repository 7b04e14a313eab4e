// `npm run release -- 0.2.0`: turns the working tree into a version. Sets the version and date in the changelog, and
// the version in package.json and the lockfile, runs the tests, and makes a commit and a tag. It publishes nothing: its
// last lines say how to publish.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const changelog = new URL("CHANGELOG.md", root);
const usage = "npm run release -- X.Y.Z [--check]   (--check: only says whether it could be released)";

/** The heading of the unreleased section of the changelog. */
const heading = /^## (\d+\.\d+\.\d+) \(unreleased\)$/m;

type Version = readonly [major: number, minor: number, patch: number];

const parse = (version: string): Version | undefined => {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
};

/** Whether `next` is one step after `before` (as in 0.1.3 → 0.2.0), or the same version, which was not released yet. */
function follows(before: Version, next: Version): boolean {
  const [major, minor, patch] = before;
  const steps = [before, [major, minor, patch + 1], [major, minor + 1, 0], [major + 1, 0, 0]];
  return steps.some((step) => step.join(".") === next.join("."));
}

/**
 * The changelog with its unreleased section released as `version` on `day` (as in 2026-01-31).
 *
 * @throws {Error} if there is no such section, or the version does not follow the current one.
 */
export function releaseChangelog(text: string, current: string, version: string, day: string): string {
  const [before, next] = [parse(current), parse(version)];
  if (!before || !next) throw new Error(`${version} is no version such as 0.2.0`);
  if (!follows(before, next)) throw new Error(`${version} does not follow ${current}`);
  const [line] = heading.exec(text) ?? [];
  if (line === undefined) throw new Error(`CHANGELOG.md has no section "## ${version} (unreleased)"`);
  const [, body = ""] = text.split(line);
  if (body.split(/^## /m)[0]?.trim() === "") throw new Error("the unreleased section of CHANGELOG.md is empty");
  return text.replace(line, `## ${version} (${day})`);
}

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed; nothing was tagged`);
}

const isClean = (): boolean =>
  spawnSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" }).stdout.trim() === "";

function release(version: string, isCheck: boolean): void {
  const { version: current } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };
  const day = new Date().toISOString().slice(0, 10);
  const text = releaseChangelog(readFileSync(changelog, "utf8"), current, version, day);
  if (!isClean()) throw new Error("there are changes that are not committed");
  if (isCheck) {
    console.log(`${version} can be released.`);
    return;
  }
  writeFileSync(changelog, text);
  run("npm", "version", version, "--no-git-tag-version", "--allow-same-version", "--ignore-scripts");
  run("npm", "test");
  run("git", "commit", "--all", "--message", `release ${version}`);
  run("git", "tag", "--annotate", `v${version}`, "--message", `Saoma ${version}`);
  console.log(`Tagged v${version}. To publish: git push --follow-tags && npm publish`);
}

if (import.meta.main) {
  const [version, flag] = process.argv.slice(2);
  try {
    if (version === undefined || (flag !== undefined && flag !== "--check")) throw new Error(usage);
    release(version, flag === "--check");
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
