import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { clone } from "./installed.ts";

// What stops npm must stop the service: one that lives on holds the ports, and nobody knows of it.
test("npm run dev is ready with one line, and a SIGTERM to npm ends it with 0", async () => {
  const data = mkdtempSync(join(tmpdir(), "saoma-clone-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const env = { ...process.env, SAOMA_DATA: data, SAOMA_PORT: "0", SAOMA_SIMULATOR_PORT: "0" };
  const npm = spawn("npm", ["run", "dev"], { cwd: clone, env, stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void npm.kill("SIGKILL"));
  let printed = "";
  for await (const text of npm.stdout.setEncoding("utf8")) {
    printed += text;
    if (printed.includes(" ready on ")) break;
  }
  const url = /^saoma dev ready on (http:\/\/127\.0\.0\.1:\d+)\n$/m.exec(printed)?.[1] ?? "";
  expect((await fetch(url)).status).toBe(200);
  npm.kill("SIGTERM");
  expect(await once(npm, "exit")).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow();
});
