import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const script = fileURLToPath(new URL("fixtures/writer.ts", import.meta.url));

export interface Writer {
  readonly child: ChildProcess;
  /** The ids acknowledged so far. Incomplete lines are left out. */
  acknowledged(): string[];
  /** Its standard error. */
  complaints(): string;
  readonly exited: Promise<unknown>;
}

/** Starts `fixtures/writer.ts` as a process of its own. */
export function startWriter(path: string, prefix: string, count?: number): Writer {
  const child = spawn(process.execPath, [script, path, prefix, ...(count === undefined ? [] : [String(count)])]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    err += chunk;
  });
  return {
    child,
    acknowledged: () => out.split("\n").slice(0, -1),
    complaints: () => err,
    exited: once(child, "close"),
  };
}
