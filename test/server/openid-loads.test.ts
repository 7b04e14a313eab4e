import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFolder } from "../adapters/folder.ts";

const script = new URL("openid-loads.ts", import.meta.url).pathname;

const loadedBy = (...args: string[]): number => {
  const options: ExecFileSyncOptionsWithStringEncoding = { stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" };
  const lines = execFileSync(process.execPath, [script, join(ownFolder(), "saoma.db"), ...args], options);
  return Number(lines.trim().split("\n").at(-1));
};

test("nothing of oidc-provider is loaded by a service without a client", () => {
  expect(loadedBy()).toBe(0);
  expect(loadedBy("client")).toBeGreaterThan(10);
});
