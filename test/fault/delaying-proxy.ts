// A proxy to a server that can delay the data.
import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface DelayingProxy {
  readonly port: number;
  /** Delays all data by this many milliseconds from now on. */
  delay(ms: number): void;
  close(): Promise<unknown>;
}

export async function startDelayingProxy(to: number): Promise<DelayingProxy> {
  const thread = new Worker(new URL("delaying-proxy-thread.ts", import.meta.url), { workerData: to });
  const [port] = await once(thread, "message");
  return { port: Number(port), delay: (ms) => thread.postMessage(ms), close: () => thread.terminate() };
}
