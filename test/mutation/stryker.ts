import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Room } from "./folders.ts";
import type { Verdict } from "./plugins.ts";

const root = new URL("../../", import.meta.url).pathname;
const command = "test/mutation/node_modules/@stryker-mutator/core/bin/stryker.js";

export interface Tried {
  /** Processor seconds of all cores; undefined if the system does not report them. */
  readonly seconds: number | undefined;
  readonly verdicts: readonly Verdict[];
  /** `stopped`: at the deadline, with what was tried until then. */
  readonly end: "done" | "stopped" | "failed";
}

/** Runs Stryker on a room until it is done or the deadline (milliseconds since the epoch) comes. */
export async function tryRoom(name: string, room: Room, concurrency: number, deadline: number): Promise<Tried> {
  const folder = name.replace("/", "-");
  const output = join(root, ".saoma/mutation", `${folder}.jsonl`);
  mkdirSync(join(root, ".saoma/mutation"), { recursive: true });
  rmSync(output, { force: true });
  const env = {
    ...process.env,
    SAOMA_MUTATION_SHARE: String(room.share),
    SAOMA_MUTATION_OUTPUT: output,
    SAOMA_MUTATION_TESTS: room.tests,
    SAOMA_MUTATION_FLOWS: room.flows?.join(" ") ?? "",
  };
  const sandboxes = `.saoma/mutation/${folder}`;
  const mutate = ["--tempDirName", sandboxes, "--mutate", room.mutate, "--concurrency", String(concurrency)];
  // A constant of a module is tried with all tests in a fresh process: those few would take most of the time.
  const fast = Number.isFinite(deadline) ? ["--ignoreStatic"] : [];
  const args = [command, "run", "test/mutation/stryker.json", ...mutate, ...fast];
  const before = childSeconds();
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: "inherit" });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const left = deadline - Date.now();
  const timer = Number.isFinite(left) ? setTimeout(() => child.kill("SIGINT"), Math.max(0, left)) : undefined;
  const status = await ended;
  clearTimeout(timer);
  // Stryker leaves its copy of the clone where it is stopped.
  rmSync(join(root, sandboxes), { recursive: true, force: true });
  const lines = existsSync(output) ? readFileSync(output, "utf8").trim().split("\n") : [];
  const verdicts = lines.map((line) => JSON.parse(line) as Verdict);
  const after = childSeconds();
  const seconds = before === undefined || after === undefined ? undefined : Math.round(after - before);
  return { seconds, verdicts, end: status === 0 ? "done" : Date.now() >= deadline ? "stopped" : "failed" };
}

/** The processor seconds of all ended children of this process. Linux counts them in hundredths. */
function childSeconds(): number | undefined {
  if (!existsSync("/proc/self/stat")) return undefined;
  const [, afterName = ""] = readFileSync("/proc/self/stat", "utf8").split(") ");
  const fields = afterName.split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
