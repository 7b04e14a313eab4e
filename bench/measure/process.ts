import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Job, Outcome } from "../load/job.ts";
import type { List, Question } from "../servers/child.ts";

/** A server in a process of its own. */
export interface Measured {
  readonly port: number;
  readonly child: ChildProcess;
  ask(question: Exclude<Question, List>): Promise<number>;
  /**
   * `times`: the durations measured in the server since the last call, in milliseconds. `traces`: its operations and
   * written bytes so far.
   */
  list(what: List): Promise<number[]>;
  stop(): Promise<void>;
}

const pathOf = (script: string): string => fileURLToPath(new URL(`../${script}`, import.meta.url));

/** If `BENCH_PROFILE` names a folder, each server writes a CPU profile there. */
const profiled = process.env.BENCH_PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];

/** Starts `bench/servers/<name>.ts`. Its log is written, but discarded as with `2>/dev/null`. */
export async function startServer(name: string, given: object, execArgv: readonly string[] = []): Promise<Measured> {
  const child = fork(pathOf(`servers/${name}.ts`), [JSON.stringify(given)], {
    execArgv: [...execArgv, ...profiled],
    stdio: ["ignore", "inherit", process.env.BENCH_LOG ? "inherit" : "ignore", "ipc"],
  });
  const { port } = await message<{ port: number }>(child, name);
  return {
    port,
    child,
    async ask(question) {
      child.send(question);
      return (await message<{ answer: number }>(child, name)).answer;
    },
    async list(what) {
      child.send(what satisfies Question);
      return (await message<{ answer: number[] }>(child, name)).answer;
    },
    stop: () => stop(child),
  };
}

/** The process of the load generator. */
export interface Generator {
  prepare(job: Job): Promise<void>;
  run(): Promise<Outcome>;
  stop(): Promise<void>;
}

export function startGenerator(): Generator {
  const child = startLoad("generator");
  return {
    async prepare(job) {
      child.send({ job });
      await message(child, "the load");
    },
    async run() {
      child.send({ go: true });
      return (await message<{ outcome: Outcome }>(child, "the load")).outcome;
    },
    stop: () => stop(child),
  };
}

/** Starts `bench/load/<name>.ts`. */
export const startLoad = (name: string): ChildProcess => fork(pathOf(`load/${name}.ts`));

/** Resolves with the child's next message; rejects if the child exits first. */
export function message<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const said = (answer: unknown) => {
      child.off("exit", died);
      resolve(answer as T);
    };
    const died = (code: number | null, signal: string | null) => {
      child.off("message", said);
      reject(new Error(`${name} ended (${code ?? signal}); BENCH_LOG=1 shows what it says`));
    };
    child.once("message", said).once("exit", died);
  });
}

/** Disconnects the child, which ends it. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, "exit");
  if (child.connected) child.disconnect();
  await over;
}
