import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { releaseChangelog } from "../../tools/release.ts";

const root = new URL("../../", import.meta.url);
const text = "# Changelog\n\n## 0.2.0 (unreleased)\n\n- a thing\n\n## 0.1.0 (2026-01-01)\n\n- the first\n";

test("the unreleased section becomes the version's, with its day, and the others stay", () => {
  const released = releaseChangelog(text, "0.1.0", "0.2.0", "2026-02-03");
  expect(released).toBe(text.replace("## 0.2.0 (unreleased)", "## 0.2.0 (2026-02-03)"));
});

test.each(["0.1.0", "0.1.1", "0.2.0", "1.0.0"])("%s may follow 0.1.0", (version) => {
  expect(releaseChangelog(text, "0.1.0", version, "2026-02-03")).toContain(`## ${version} (2026-02-03)`);
});

test.each([
  ["0.3.0", text, "0.3.0 does not follow 0.1.0"],
  ["0.0.9", text, "0.0.9 does not follow 0.1.0"],
  ["0.1.2", text, "0.1.2 does not follow 0.1.0"],
  ["v0.2.0", text, "v0.2.0 is no version such as 0.2.0"],
  ["0.2", text, "0.2 is no version such as 0.2.0"],
  ["0.2.0", text.replace(" (unreleased)", ""), 'CHANGELOG.md has no section "## 0.2.0 (unreleased)"'],
  ["0.2.0", text.replace("- a thing\n", ""), "the unreleased section of CHANGELOG.md is empty"],
])("%s is refused where something is wrong", (version, changelog, message) => {
  expect(() => releaseChangelog(changelog, "0.1.0", version, "2026-02-03")).toThrow(message);
});

test("this clone's changelog has something to release", () => {
  const read = (path: string) => readFileSync(new URL(path, root), "utf8");
  const { version } = JSON.parse(read("package.json")) as { version: string };
  const [, next = version] = /^## (\S+) \(unreleased\)$/m.exec(read("CHANGELOG.md")) ?? [];
  expect(releaseChangelog(read("CHANGELOG.md"), version, next, "2026-02-03")).toContain(`## ${next} (2026-02-03)`);
});
