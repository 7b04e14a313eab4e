import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { describeOldNode } from "../../tools/node-version.ts";
import { excluded, slow } from "../../tools/test-fast.ts";

const root = new URL("../../", import.meta.url).pathname;

/** Runs Vitest on a passing test, under a Node that claims to be `version`. */
function runUnder(version: string): { status: number | null; stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), "saoma-vitest-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pretend = join(folder, "pretend.cjs");
  const versions = `{ value: { ...process.versions, node: ${JSON.stringify(version)} } }`;
  writeFileSync(pretend, `Object.defineProperty(process, "versions", ${versions});`);
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = ["--require", pretend, vitest, "list", "--project", "unit", "test/base/random.test.ts"];
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

test("under an old Node, Vitest says in one sentence which one it needs", () => {
  const { status, stderr } = runUnder("20.19.0");
  expect(status).toBe(1);
  expect(stderr).toBe(`${describeOldNode("20.19.0")}\n`);
  expect(stderr).toMatch(/^The tests need Node 22\.18 or newer; this is Node 20\.19\.0\. Run `npx vitest`/);
});

test.each(["22.18.0", "22.19.1", "24.0.0", "26.10.0"])("Node %s will do", (version) => {
  expect(describeOldNode(version)).toBeUndefined();
});

test.each(["18.20.0", "20.20.2", "22.17.9"])("Node %s is too old", (version) => {
  expect(describeOldNode(version)).toContain(`this is Node ${version}`);
});

// A renamed folder would silently run with the fast tests, and make them slow.
test("what test:fast leaves out is there", () => {
  expect(Object.keys(slow).filter((folder) => !existsSync(join(root, "test", folder)))).toEqual([]);
});

// Vitest's own --exclude has no effect on the tests of a project, and does not say so.
test("excluded tests do not run, and all others do", () => {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const env = { ...process.env, SAOMA_TEST_EXCLUDE: excluded };
  const args = [vitest, "list", "--filesOnly", "--json", "--project", "unit"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env, maxBuffer: 1e8 });
  const files = (JSON.parse(stdout) as { file: string }[]).map(({ file }) => file.slice(root.length));
  expect(files).toContain("test/domain/phone.test.ts");
  expect(files.filter((file) => Object.keys(slow).some((path) => `${file}/`.startsWith(`test/${path}/`)))).toEqual([]);
});
