import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFolder } from "../adapters/folder.ts";

const script = new URL("openid-loads.ts", import.meta.url).pathname;

/** The number of the library's modules that a service has loaded, and its console output. */
function run(...args: string[]): { loaded: number; console: string } {
  const parameters = [script, join(ownFolder(), "saoma.db"), ...args];
  const { stdout, stderr } = spawnSync(process.execPath, parameters, { encoding: "utf8" });
  return { loaded: Number(stdout.trim().split("\n").at(-1)), console: stdout + stderr };
}

test("nothing of oidc-provider is loaded by a service without a client", () => {
  expect(run().loaded).toBe(0);
  expect(run("client").loaded).toBeGreaterThan(10);
});

test("the library's warnings do not reach the console", () => {
  const { loaded, console } = run("client");
  expect(loaded).toBeGreaterThan(10);
  expect(console).not.toMatch(/oidc-provider|warning/i);
});
