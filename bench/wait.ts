// Measures waiting browsers: memory, delay of events, and reconnection after a `kill -9`.
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Transport } from "./load/waiter.ts";
import type { Crowd } from "./load/waiters.ts";
import { writeAttempts } from "./measure/attempts.ts";
import { inFolder } from "./measure/folder.ts";
import { versions } from "./measure/machine.ts";
import { median } from "./measure/median.ts";
import { type Measured, message, startGenerator, startLoad, startServer, stop } from "./measure/process.ts";
import type { Ratios } from "./measure/ratios.ts";
import { figure, ratio, table } from "./measure/table.ts";
import type { Options } from "./options.ts";

const transports: Readonly<Record<Transport, string>> = {
  websocket: "bare ws",
  sse: "bare node:http",
  "long-poll": "bare node:http",
};

const processes = 4;
const pushesPerSecond = 200;

/** Measures waiting browsers: the memory of each, the delay of events, and the reconnection after a `kill -9`. */
export async function wait(options: Options): Promise<Ratios> {
  console.log(
    `Parts: ${versions("ws", "hono", "@hono/node-server")}; ${options.browsers} browsers in ${processes} processes`,
  );
  const costs: string[][] = [];
  const delays: string[][] = [];
  const returns: string[][] = [];
  const ratios: Record<string, number> = {};
  for (const transport of Object.keys(transports) as Transport[]) {
    if (options.only !== undefined && options.only !== transport) continue;
    const rounds: Round[] = [];
    for (let round = 0; round < options.rounds; round++) rounds.push(await measure(transport, options));
    const of = (what: (round: Round) => number) => median(rounds.map(what));
    ratios[`memory of ${transports[transport]}, of a browser's by ${transport}`] = of(({ ours, bare }) => bare / ours);
    costs.push([
      transport,
      figure(of(({ ours }) => ours)),
      figure(of(({ bare }) => bare)),
      ratio(of(({ ours, bare }) => ours / bare)),
    ]);
    const server = rounds.flatMap(({ inServer }) => inServer).sort((a, b) => a - b);
    const client = rounds.flatMap(({ atClient }) => atClient).sort((a, b) => a - b);
    const at = (times: readonly number[], share: number) =>
      figure(times[Math.floor(times.length * share)] ?? Number.NaN);
    delays.push([
      transport,
      String(server.length),
      at(server, 0.5),
      at(server, 0.99),
      at(client, 0.5),
      at(client, 0.99),
    ]);
    returns.push([
      transport,
      figure(of(({ ready }) => ready)),
      figure(of(({ back }) => back)),
      `${rounds.reduce((sum, { told }) => sum + told, 0)}`,
      `${rounds.reduce((sum, { missed }) => sum + missed, 0)}`,
    ]);
  }
  console.log(`\nKiB a browser: growth of the resident set, after collecting, over ${options.browsers}`);
  console.log(table(["", "saoma", "bare", "of bare"], costs));
  console.log(
    `\nFrom push to event, in ms, at ${pushesPerSecond} pushes a second: in the server until it is written, at the client until it is read`,
  );
  console.log(table(["", "events", "written p50", "p99", "read p50", "p99"], delays));
  console.log(
    "\nAfter kill -9 amid the pushes: seconds until the service answers, until all are back; acknowledged scans never shown",
  );
  console.log(table(["", "ready", "all back", "told", "missed"], returns));
  return ratios;
}

interface Round {
  /** In KiB. */
  readonly ours: number;
  readonly bare: number;
  readonly inServer: readonly number[];
  readonly atClient: readonly number[];
  /** In seconds. */
  readonly ready: number;
  readonly back: number;
  readonly told: number;
  readonly missed: number;
}

async function measure(transport: Transport, { browsers, quick }: Options): Promise<Round> {
  const bare = await weigh(await startServer(`bare-${transport}`, {}), transport, browsers);
  await leave(bare);
  return inFolder(async (folder) => {
    const path = join(folder, "saoma.db");
    const start = (port: number) => startServer("saoma", { path, mode: "plain", port, timed: true });
    const server = await start(0);
    await writeAttempts(path, 0, browsers);
    const ours = await weigh(server, transport, browsers);
    const seconds = quick ? 1 : 8;
    const before = await (await prepareScans(server.port, 0, seconds))();
    const inServer = await server.list("times");
    const seen = await states(ours.crowds);
    const atClient = before.map(([index, at]) => (seen.get(index)?.[1] ?? Number.POSITIVE_INFINITY) - at);
    const { port } = server;
    // The service is killed while pushes arrive: some are acknowledged, but their browsers not notified yet.
    const scan = await prepareScans(port, seconds * pushesPerSecond, 2);
    const amid = scan();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    server.child.kill("SIGKILL");
    const killed = performance.now();
    const again = await start(port);
    const ready = (performance.now() - killed) / 1000;
    await allOpen(ours.crowds);
    const back = (performance.now() - killed) / 1000;
    const after = await prepareScans(port, (seconds + 2) * pushesPerSecond, 1);
    const acknowledged = [...before, ...(await amid), ...(await after())];
    await new Promise((resolve) => setTimeout(resolve, 500));
    const last = await states(ours.crowds);
    const missed = acknowledged.filter(([index]) => (last.get(index)?.[0] ?? 0) < 2).length;
    await leave({ ...ours, server: again });
    return { ours: ours.kib, bare: bare.kib, inServer, atClient, ready, back, told: acknowledged.length, missed };
  });
}

interface Weighed {
  readonly server: Measured;
  readonly crowds: readonly ChildProcess[];
  readonly kib: number;
}

/** Connects the browsers, and measures the memory of each. */
async function weigh(server: Measured, transport: Transport, browsers: number): Promise<Weighed> {
  const before = await server.ask("memory");
  const share = Math.ceil(browsers / processes);
  const crowds = Array.from({ length: processes }, (_, n) => {
    const crowd = startLoad("waiters");
    const [from, count] = [n * share, Math.min(share, browsers - n * share)];
    crowd.send({
      gather: { port: server.port, transport, from, count, localAddress: `127.0.0.${n + 2}` } satisfies Crowd,
    });
    return crowd;
  });
  await Promise.all(crowds.map((crowd) => message(crowd, "the crowd")));
  // Waits until the service has set up the last connection.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return { server, crowds, kib: ((await server.ask("memory")) - before) / 1024 / browsers };
}

async function leave({ server, crowds }: Weighed): Promise<void> {
  await Promise.all(crowds.map(stop));
  await server.stop();
}

/** Waits until every browser is connected. */
async function allOpen(crowds: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    crowds.map((crowd) => {
      crowd.send({ ask: "open" });
      return message(crowd, "the crowd");
    }),
  );
}

/** The version that each browser has received and when, by the attempt's number. */
async function states(crowds: readonly ChildProcess[]): Promise<Map<number, readonly [number, number]>> {
  const all = await Promise.all(
    crowds.map((crowd) => {
      crowd.send({ ask: "seen" });
      return message<{ seen: [number, number, number][] }>(crowd, "the crowd");
    }),
  );
  return new Map(all.flatMap(({ seen }) => seen.map(([index, version, at]) => [index, [version, at]] as const)));
}

/** Acknowledged scans, with the time of their request. */
type Acknowledged = readonly (readonly [number, number])[];

/** Connects to send scans. Returns a function that sends them at a fixed rate. */
async function prepareScans(port: number, from: number, seconds: number): Promise<() => Promise<Acknowledged>> {
  const generator = startGenerator();
  const requests = { scans: { mode: "plain", from, count: seconds * pushesPerSecond } } as const;
  await generator.prepare({
    port,
    concurrency: 16,
    ms: seconds * 1000,
    requests,
    again: false,
    perSecond: pushesPerSecond,
  });
  return async () => {
    const { sent = [] } = await generator.run();
    await generator.stop();
    return sent;
  };
}
