// The load generator, in a process of its own. It gets jobs by message, one at a time.
import { type Connection, openConnection } from "./connection.ts";
import type { Job, Outcome } from "./job.ts";
import { pace } from "./pace.ts";
import { scanRequests } from "./pushes.ts";

process.on("message", async ({ job, go }: { job?: Job; go?: true }) => {
  if (job) ready = prepare(job);
  if (go) process.send?.({ outcome: await (await ready)() });
  else process.send?.({ prepared: true });
});
process.once("disconnect", () => process.exit());

let ready: Promise<() => Promise<Outcome>>;

/** Prepares requests and connections, so that only the exchange is measured. */
async function prepare(job: Job): Promise<() => Promise<Outcome>> {
  const { requests } = job;
  const built = "scans" in requests ? scanRequests(requests.scans) : requests.texts.map((text) => Buffer.from(text));
  const connections = await Promise.all(Array.from({ length: job.concurrency }, () => openConnection(job.port)));
  return () => (job.perSecond === undefined ? run(job, built, connections) : pace(job, built, connections));
}

async function run(job: Job, requests: readonly Buffer[], connections: readonly Connection[]): Promise<Outcome> {
  const times: number[] = [];
  let [next, failed] = [0, 0];
  const begun = performance.now();
  const until = begun + job.ms;

  function take(): Buffer | undefined {
    if (performance.now() > until) return undefined;
    return requests[job.again ? next++ % requests.length : next++];
  }

  const keepBusy = (connection: Connection): Promise<void> =>
    new Promise((resolve) => {
      const step = () => {
        const request = take();
        if (!request) return resolve();
        const sent = performance.now();
        connection.send(request, (status) => {
          times.push(performance.now() - sent);
          if (status !== 200) failed++;
          if (status === 0) resolve();
          else step();
        });
      };
      step();
    });

  await Promise.all(connections.map(keepBusy));
  const ms = performance.now() - begun;
  for (const connection of connections) connection.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { done: times.length, failed, ms, p50: at(0.5), p99: at(0.99) };
}
