import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createMeter } from "../../src/admin/metrics/meter.ts";

const read = (name: string) => readFileSync(new URL(`../../docs/deployment/${name}`, import.meta.url), "utf8");

async function exported(): Promise<Set<string>> {
  const meter = createMeter();
  meter.gauge({
    waiting: () => ({}),
    outbox: async () => 0,
    letters: async () => [],
    tokens: async () => [],
    quotas: () => [],
  });
  const names = [...(await meter.text()).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  const all = names.flatMap(([, name = "", type]) =>
    type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  return new Set(all);
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

// If a metric is renamed, its panel is empty and its alert never fires, without an error.
test.each(["grafana-dashboard.json", "saoma-alerts.yml"])("%s names only metrics that there are", async (name) => {
  const named = [...read(name).matchAll(/\b(saoma_\w+|nodejs_\w+|process_\w+)\b/g)].map(([, metric = ""]) => metric);
  const there = await exported();
  expect(named.length).toBeGreaterThan(8);
  expect([...new Set(named)].filter((metric) => !there.has(metric))).toEqual([]);
});

test("every metric of ours is on the dashboard", async () => {
  const shown = read("grafana-dashboard.json");
  const families = [...(await exported())].map((name) => name.replace(/_(bucket|sum|count)$/, ""));
  expect([...new Set(families)].filter((name) => name.startsWith("saoma_") && !shown.includes(name))).toEqual([]);
});

test("each panel has a title and asks something", () => {
  const { panels } = JSON.parse(read("grafana-dashboard.json")) as Dashboard;
  for (const { title, targets } of panels) expect([title !== "", targets.length > 0]).toEqual([true, true]);
});
