import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { findPromtool } from "../../tools/needs.ts";

const root = new URL("../../", import.meta.url).pathname;

/** Debian's promtool; what it says where it is not content. */
function promtool(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(findPromtool() ?? "promtool", args, { cwd: root, encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

test("Prometheus takes the alert rules", () => {
  expect(promtool("check", "rules", "docs/deployment/saoma-alerts.yml")).toBe("");
});

test("each alert fires for what it is about, and none for a service that is as it should be", () => {
  expect(promtool("test", "rules", "test/monitoring/alerts-test.yml")).toBe("");
});
