import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPromtool } from "../../tools/needs.ts";

const root = new URL("../../", import.meta.url).pathname;

/** Runs Debian's promtool. Returns its output if it fails. */
function promtool(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(findPromtool() ?? "promtool", args, { cwd: root, encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

test("Prometheus takes the alert rules", () => {
  expect(promtool("check", "rules", "docs/deployment/saoma-alerts.yml")).toBe("");
});

test("each alert fires for its fault, and none for a healthy service", () => {
  expect(promtool("test", "rules", "test/monitoring/alerts-test.yml")).toBe("");
});

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** Rules with these expressions, because promtool reads no dashboards. Grafana's variables get a value. */
function asRules(expressions: readonly string[]): string {
  const rules = expressions.map((expr, at) => ({ record: `panel:${at}`, expr: expr.replaceAll(/\$\{?\w+\}?/g, "5m") }));
  const file = join(mkdtempSync(join(tmpdir(), "saoma-dashboard-")), "rules.yml");
  writeFileSync(file, JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
  return file;
}

test("Prometheus can read every expression of the dashboard", () => {
  const dashboard = JSON.parse(readFileSync(`${root}docs/deployment/grafana-dashboard.json`, "utf8")) as Dashboard;
  const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(expressions.length).toBeGreaterThan(20);
  expect(promtool("check", "rules", asRules(expressions))).toBe("");
  expect(promtool("check", "rules", asRules([...expressions, "sum by (a ("]))).toContain("could not parse expression");
});
