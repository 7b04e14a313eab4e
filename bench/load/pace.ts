import type { Connection } from "./connection.ts";
import type { Job, Outcome } from "./job.ts";
import { machineTime } from "./waiter.ts";

/** Sends each request at its scheduled time on a free connection. Latency counts from the scheduled time. */
export async function pace(
  { requests: given, ms, perSecond = 1 }: Job,
  requests: readonly Buffer[],
  connections: readonly Connection[],
): Promise<Outcome> {
  const from = "scans" in given ? given.scans.from : 0;
  const free = [...connections];
  const [times, sent]: [number[], [number, number][]] = [[], []];
  const total = Math.min(requests.length, Math.floor((ms / 1000) * perSecond));
  let [next, failed] = [0, 0];
  const begun = performance.now();
  const { promise, resolve } = Promise.withResolvers<void>();

  function step(): void {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * perSecond));
    while (next < due && free.length > 0) send(free.pop(), next++);
    if (times.length < total) setTimeout(step, 2);
    else resolve();
  }

  function send(connection: Connection | undefined, n: number): void {
    const request = requests[n];
    if (!connection || !request) return;
    const [at, since] = [machineTime(), performance.now()];
    connection.send(request, (status) => {
      times.push(performance.now() - since);
      if (status === 200) sent.push([from + n, at]);
      else failed++;
      free.push(connection);
    });
  }

  step();
  await promise;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { done: times.length, failed, ms: performance.now() - begun, p50: at(0.5), p99: at(0.99), sent };
}
