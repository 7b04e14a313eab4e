import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { type Gap, nameOf } from "./gaps.ts";

/** The service in a process of its own, which is restarted on its database and port whenever it has died. */
export interface ChildService {
  /** The address it listens on; waits while it is down. */
  address(): Promise<string>;
  /** Makes it kill itself at the next such gap. */
  arm(gap: Gap): Promise<void>;
  /** Resolves when it serves again; fails unless SIGKILL ended it, at the gap it was armed for. */
  restarted(gap: Gap): Promise<void>;
  /** The time from each death until it serves again, in milliseconds. */
  readonly restarts: readonly number[];
  /** Sends the process a signal. */
  signal(signal: NodeJS.Signals): void;
  close(): Promise<void>;
}

const script = fileURLToPath(new URL("child-process.ts", import.meta.url));

/** `cache` is the folder of Node's compile cache, which all starts share. `program` replaces this clone's program. */
export function createChildService(options: SaomaOptions, cache: string, program = script): ChildService {
  const restarts: number[] = [];
  let [port, isClosed] = [0, false];
  let current = begin();
  let armedProcess = current;

  function begin() {
    const env = { ...process.env, NODE_COMPILE_CACHE: cache };
    const argument = JSON.stringify({ options, port });
    const child = spawn(process.execPath, [program, argument], { env, stdio: ["ignore", "pipe", "inherit", "ipc"] });
    let words = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk) => {
      words += chunk;
    });
    const over = once(child, "close").then(([, signal]) => ({ signal, words }));
    const ready = serving(child, over);
    ready.then(() => over.then(restart)).catch(() => {}); // Callers that await `ready` get the error.
    return { child, over, ready };
  }

  async function restart(): Promise<void> {
    if (isClosed) return;
    const died = performance.now();
    current = begin();
    await current.ready;
    restarts.push(performance.now() - died);
  }

  async function serving(child: ChildProcess, over: Promise<unknown>): Promise<string> {
    const listening = once(child, "message").then(([message]) => Number(message.port));
    const taken = await Promise.race([listening, over.then(() => 0)]);
    if (!taken) throw new Error("the service did not start");
    port = taken;
    return `http://127.0.0.1:${port}`;
  }

  /** Resolves with true when the process has confirmed the message, with false when it is dead. */
  async function tell(message: object): Promise<boolean> {
    const { child, over } = armedProcess;
    const done = once(child, "message").then(() => true);
    child.send(message, () => {}); // The process may be dying; `over` resolves then.
    return Promise.race([done, over.then(() => false)]);
  }

  return {
    restarts,
    address: () => current.ready,
    async arm(gap) {
      await current.ready;
      armedProcess = current;
      if (!(await tell({ arm: gap }))) throw new Error(`the service was dead before ${nameOf(gap)}`);
    },
    async restarted(gap) {
      if (await tell({})) throw new Error(`the service got past ${nameOf(gap)} alive`);
      const { signal, words } = await armedProcess.over;
      if (signal !== "SIGKILL" || words !== nameOf(gap)) {
        throw new Error(`the service died of ${signal} at "${words}", not at ${nameOf(gap)}`);
      }
      await current.ready;
    },
    signal: (signal) => void current.child.kill(signal),
    async close() {
      isClosed = true;
      current.child.kill("SIGKILL");
      await current.over;
    },
  };
}
