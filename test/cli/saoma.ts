import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const ours = new URL("../../bin/saoma.js", import.meta.url).pathname;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `saoma` process. */
export interface Running {
  /** The address in its ready line. */
  readonly url: string;
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

export interface Setting {
  readonly cwd?: string;
  /** Default: the folder of this clone. */
  readonly bin?: string;
  /** Default: the Node that runs the tests. */
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder with these files, deleted when the test ends. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "saoma-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Runs `saoma` until it exits. */
export const saoma = (args: readonly string[], setting: Setting = {}): Promise<Finished> =>
  finished(start(args, setting));

/** Runs `saoma` until it prints its ready line. */
export async function running(
  args: readonly string[],
  setting: Setting = {},
  readyOn: "stdout" | "stderr" = "stdout",
): Promise<Running> {
  const child = start(args, setting);
  const end = finished(child);
  const ready = Promise.withResolvers<string>();
  let seen = "";
  child[readyOn]?.on("data", (text: string) => {
    seen += text;
    const url = / ready on (\S+)\n/.exec(seen)?.[1];
    if (url !== undefined) ready.resolve(url);
  });
  const early = end.then(({ code, stderr }) =>
    Promise.reject(new Error(`exit ${code} before it was ready: ${stderr}`)),
  );
  const url = await Promise.race([ready.promise, early]);
  early.catch(() => {});
  return {
    url,
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return end;
    },
  };
}

function start(args: readonly string[], { cwd, env, bin = ours, node = process.execPath }: Setting): ChildProcess {
  // The cache of compiled code halves the time that a command takes to start.
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(node, [bin, ...args], {
    cwd: cwd ?? folderWith(),
    env: { PATH, NODE_COMPILE_CACHE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function finished(child: ChildProcess): Promise<Finished> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}
