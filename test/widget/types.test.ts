import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

// Each page of `types/` also holds mistakes that must not compile.
test("the element's types hold in plain TypeScript, in React 19 and in Vue", () => {
  const { stdout, status } = spawnSync("tsc", ["-p", "test/widget/types"], { encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
