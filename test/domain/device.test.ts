import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { browserName } from "../../src/domain/browser-name.ts";
import { deviceOf } from "../../src/domain/device.ts";

/**
 * One line for each device: its system, its name here, and its user agent. The user agents have the forms of
 * public reports and docs; some versions, and those of apps on HarmonyOS NEXT, are composed from these.
 */
const table = new URL("user-agents.tsv", import.meta.url);
const agents = readFileSync(table, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t") as [string, string, string]);

test("there are enough of them to tell apart", () => {
  expect(new Set(agents.map(([, , agent]) => agent)).size).toBeGreaterThan(80);
});

test.each(agents)("%s, %s: %s", (device, name, agent) => {
  expect([deviceOf(agent), browserName(agent)]).toEqual([device, name]);
});

test("other case makes no difference to the device", () => {
  for (const [device, , agent] of agents) {
    expect([deviceOf(agent.toLowerCase()), agent]).toEqual([device, agent]);
    expect([deviceOf(agent.toUpperCase()), agent]).toEqual([device, agent]);
  }
});

test.each([
  ["Mozilla/5.0 (OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0.0.0 ArkWeb/4.1.6.1 Mobile", "phone"],
  ["Mozilla/5.0 (HUAWEI) AppleWebKit/537.36 Chrome/132.0.0.0 ArkWeb/6.0.0.130 Mobile", "phone"],
  ["Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0.0.0 ArkWeb/4.1.6.1", "phone"],
  ["Mozilla/5.0 (OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0.0.0 ArkWeb/4.1.6.1", "screen"],
])("HarmonyOS is recognised by either sign of a phone: %s", (agent, device) => {
  expect(deviceOf(agent)).toBe(device);
});

test("who says nothing, or too much, is a screen, in no time", () => {
  expect(deviceOf(undefined)).toBe("screen");
  expect(deviceOf("Android ".repeat(100_000))).toBe("screen");
  expect(deviceOf("wxwor MicroMessenger ".repeat(100_000))).toBe("screen");
});
