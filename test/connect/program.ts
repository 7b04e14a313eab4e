import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";

interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The address at which it answers. */
  readonly origin: string;
}

/** Starts a site's own program, waits until it answers, and stops it with the test. */
export async function runProgram({ command, args, folder, environment, origin }: Program): Promise<void> {
  const env = { ...process.env, ...environment };
  const child = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    complaints += part;
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  const state = async () => {
    if (child.exitCode !== null) return `ended with ${child.exitCode}: ${complaints}`;
    return fetch(`${origin}/`, { redirect: "manual" }).then(
      () => "answers",
      () => `silent: ${complaints}`,
    );
  };
  await expect.poll(async () => /^(answers|ended)/.exec(await state())?.[0], { timeout: 60_000 }).toBeDefined();
  expect(await state()).toBe("answers");
}

const here = new URL("./", import.meta.url).pathname;

/** A temporary folder for a site's files, in which Node finds the packages of this folder's lockfile. */
export function siteFolder(files: Readonly<Record<string, string>>): string {
  mkdirSync(join(here, ".saoma"), { recursive: true });
  const folder = mkdtempSync(join(here, ".saoma", "site-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
