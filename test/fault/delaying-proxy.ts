// A line to a server that can be made slow.
import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface DelayingProxy {
  readonly port: number;
  /** From now on everything arrives so many milliseconds later. */
  delay(ms: number): void;
  close(): Promise<unknown>;
}

export async function startDelayingProxy(to: number): Promise<DelayingProxy> {
  const thread = new Worker(new URL("delaying-proxy-thread.ts", import.meta.url), { workerData: to });
  const [port] = await once(thread, "message");
  return { port: Number(port), delay: (ms) => thread.postMessage(ms), close: () => thread.terminate() };
}
