import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

// Each page of `types/` also contains mistakes that must not compile.
test.each([
  ["the element's types, and the components'", "test/widget/types"],
  ["the pages that Chromium opens", "test/e2e/components"],
])("%s hold in plain TypeScript, in React 19 and in Vue", (_, folder) => {
  const { stdout, status } = spawnSync("tsc", ["-p", folder], { encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
