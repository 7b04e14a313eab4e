// The commit before the newest migration. It stands for the last release, while the next one is rolled out.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrations } from "../../src/adapters/postgres/migrations.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const lists = ["src/adapters/sql/migrations/migrations.ts", "src/adapters/postgres/migrations.ts"];

/** The newest migration, which that commit does not have. */
export const newest = migrations.at(-1)?.name ?? "";

/** The commit, or the reason why this clone cannot find it. */
export function findOlderCommit(): { readonly commit: string } | { readonly why: string } {
  if (migrations.at(-1)?.takesAway) return { why: `${newest} takes something away, which older code refuses to meet` };
  // In a copy inside another clone, such as a sandbox, git would answer for the outer clone.
  if (git("rev-parse", "--show-toplevel") !== root) return { why: "this is no clone of its own" };
  const isCommitted = lists.some((list) => git("show", `HEAD:${list}`)?.includes(`"${newest}"`));
  if (!isCommitted) return { commit: "HEAD" };
  // The first commit with the migration. In a shallow clone that may be any commit, and it has no parent.
  const added = git("log", "--format=%H", "--reverse", `-S"${newest}"`, "--", ...lists)?.split("\n")[0];
  const commit = added && git("rev-parse", "--verify", "--quiet", `${added}^`);
  return commit ? { commit } : { why: "the clone is shallow: git fetch --unshallow" };
}

/** Of that commit the program of an instance, and the command line's, in a folder of its own, with this clone's packages. */
export function checkOut(commit: string): { readonly script: string; readonly commandLine: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "saoma-older-"));
  const archive = join(folder, "older.tar");
  const parts = ["src", "test/fault", "package.json"];
  if (git("archive", `--output=${archive}`, commit, ...parts) === undefined) throw new Error(`no archive of ${commit}`);
  const { status } = spawnSync("tar", ["-xf", archive, "-C", folder]);
  if (status !== 0) throw new Error(`tar failed with ${status}`);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  // The service needs the browser's scripts to start. Their version does not matter here.
  if (existsSync(join(root, "dist/browser")))
    cpSync(join(root, "dist/browser"), join(folder, "dist/browser"), { recursive: true });
  return {
    script: join(folder, "test/fault/child-process.ts"),
    commandLine: join(folder, "src/cli/main.ts"),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The output of git; undefined if it fails or is not installed. */
function git(...args: readonly string[]): string | undefined {
  // A git hook sets some of these variables, which name another folder.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  const { status, stdout } = spawnSync("git", args, { cwd: root, env, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
