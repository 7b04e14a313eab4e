import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { installStrangers } from "./install.ts";

// `types/` also contains mistakes that must not compile.
test("what saoma/auth-js and saoma/better-auth make fits the real packages' own types", () => {
  installStrangers();
  const { stdout, status } = spawnSync("tsc", ["-p", "test/connect/types"], { encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
