import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { clone } from "./installed.ts";

// A signal that stops npm must stop the service. A service that lives on would hold the ports unnoticed.
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

/** The files of this clone that git does not ignore, with this clone's packages, and nothing that was built. */
function freshClone(): string {
  const folder = mkdtempSync(join(tmpdir(), "saoma-fresh-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const listed = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], {
    cwd: clone,
    encoding: "utf8",
    maxBuffer: 1e8,
  }).split("\0");
  for (const file of listed.filter((file) => file !== "" && existsSync(join(clone, file))))
    cpSync(join(clone, file), join(folder, file), { recursive: true });
  symlinkSync(join(clone, "node_modules"), join(folder, "node_modules"));
  return folder;
}

// The service reads the browser's bundles, which were not built in this copy.
test("npx vitest runs in a fresh clone, where npm test never ran", () => {
  const args = ["vitest", "run", "--project", "unit", "test/http/own-paths.test.ts", "test/admin/listener.test.ts"];
  const printed = execFileSync("npx", args, { cwd: freshClone(), encoding: "utf8", env: { ...process.env, CI: "" } });
  expect(printed).toMatch(/Test Files.*2 passed/);
});
