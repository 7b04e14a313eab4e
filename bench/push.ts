// Measures pushes a second, compared with other servers.
import { join } from "node:path";
import type { Mode } from "./account.ts";
import type { Outcome } from "./load/job.ts";
import { scanRequests } from "./load/pushes.ts";
import { writeAttempts } from "./measure/attempts.ts";
import { inFolder } from "./measure/folder.ts";
import { versions } from "./measure/machine.ts";
import { median } from "./measure/median.ts";
import { type Generator, type Measured, startGenerator, startServer } from "./measure/process.ts";
import type { Ratios } from "./measure/ratios.ts";
import { figure, ratio, table } from "./measure/table.ts";
import type { Options } from "./options.ts";

const names = {
  bare: "node:http, reads and says success",
  "bare-durable": "bare, durable: appends the body, shares an fdatasync",
  saoma: "saoma, durable: a scan",
  "saoma-text": "saoma, durable: a text",
  "express-wechat": "wechat on express",
  "koa-co-wechat": "co-wechat on koa",
  easywechat: "node-easywechat on node:http",
} as const;

type Name = keyof typeof names;
const concurrencies = [1, 8, 64] as const;

interface Slice extends Outcome {
  readonly cpu: number;
}

/** A server with its results, by concurrency. */
interface Target extends Measured {
  readonly name: Name;
  readonly slices: Map<number, Slice[]>;
}

/**
 * Measures scans of pending attempts by different people: each is verified and parsed, advances its attempt, and gets a
 * reply.
 */
export async function push(options: Options): Promise<Ratios> {
  const ratios: Record<string, number> = {};
  console.log(
    `Parts: ${versions("hono", "@hono/node-server", "express", "wechat", "koa", "co-wechat", "node-easywechat")}`,
  );
  for (const mode of ["plain", "safe"] as const) {
    if (options.only !== undefined && options.only !== mode) continue;
    Object.assign(ratios, await inFolder((folder) => measure(mode, folder, options)));
  }
  return ratios;
}

async function measure(mode: Mode, folder: string, { rounds, quick }: Options): Promise<Ratios> {
  const path = join(folder, "saoma.db");
  const targets: Target[] = [];
  for (const name of Object.keys(names) as Name[]) {
    targets.push({
      ...(await startServer(name.replace("-text", ""), { path: name === "saoma" ? path : `${path}-text`, mode })),
      name,
      slices: new Map(),
    });
  }
  const generator = startGenerator();
  const course: Course = { mode, path, generator, ms: quick ? 400 : 1_500, written: 0, texts: 0, size: 0 };
  await lap(course, targets, { ...course, ms: 500 });
  for (const { slices } of targets) slices.clear();
  for (let round = 0; round < rounds; round++) {
    // The order of the servers rotates from round to round.
    await lap(course, [...targets.slice(round % targets.length), ...targets.slice(0, round % targets.length)], course);
  }
  await Promise.all([generator.stop(), ...targets.map((target) => target.stop())]);
  return report(mode, targets, course.size);
}

interface Course {
  readonly mode: Mode;
  readonly path: string;
  readonly generator: Generator;
  readonly ms: number;
  /** The number of attempts written so far. */
  written: number;
  /** The number of texts sent so far. */
  texts: number;
  /** The size of a push in bytes. */
  size: number;
}

async function lap(course: Course, targets: readonly Target[], { ms }: Pick<Course, "ms">): Promise<void> {
  for (const concurrency of concurrencies) {
    for (const target of targets) {
      const count = enough(concurrency, ms);
      const from = course.written;
      if (target.name === "saoma") {
        await writeAttempts(course.path, from, count);
        course.written += count;
      }
      const scans = scansFor(course, target, from, count);
      course.size = scanRequests({ ...scans, kind: "scan", count: 1 })[0]?.length ?? 0;
      const again = !isOurs(target);
      await course.generator.prepare({ port: target.port, concurrency, ms, requests: { scans }, again });
      const before = await target.ask("cpu");
      const outcome = await course.generator.run();
      const slice = { ...outcome, cpu: (await target.ask("cpu")) - before };
      if (outcome.failed > 0)
        throw new Error(`${names[target.name]} failed ${outcome.failed} of ${outcome.done} pushes`);
      target.slices.set(concurrency, [...(target.slices.get(concurrency) ?? []), slice]);
    }
  }
}

const isOurs = ({ name }: Target): boolean => name.startsWith("saoma");

/** The requests for a server. Servers without storage get the same 500 repeatedly. */
function scansFor(course: Course, target: Target, from: number, count: number) {
  const kind = target.name === "saoma-text" ? "text" : "scan";
  if (kind === "text") course.texts += count;
  const first = kind === "text" ? course.texts : from;
  return { mode: course.mode, kind, from: first, count: isOurs(target) ? count : 500 } as const;
}

/** More scans than can be sent in the time. */
const enough = (concurrency: number, ms: number): number =>
  Math.ceil((ms / 1000) * (concurrency === 1 ? 5_000 : 16_000));

function report(mode: Mode, targets: readonly Target[], size: number): Ratios {
  const ratios: Record<string, number> = {};
  const [bare, durable] = targets;
  for (const concurrency of concurrencies) {
    const of = (target: Target | undefined, what: (slice: Slice) => number) =>
      (target?.slices.get(concurrency) ?? []).map(what);
    const perSecond = ({ done, ms }: Slice) => (done / ms) * 1000;
    const perCpu = ({ done, cpu }: Slice) => done / cpu;
    const against = (base: Target | undefined, target: Target, what: (slice: Slice) => number) => {
      const per = of(base, what);
      return median(of(target, what).map((value, round) => value / (per[round] ?? Number.NaN)));
    };
    for (const target of targets)
      ratios[`${mode}, ${concurrency} at once: ${names[target.name]}, of bare`] = against(bare, target, perSecond);
    const rows = targets.map((target) => [
      names[target.name],
      figure(median(of(target, perSecond))),
      ratio(against(bare, target, perSecond)),
      target.name.startsWith("saoma") ? ratio(against(durable, target, perSecond)) : "",
      figure(median(of(target, perCpu))),
      ratio(against(bare, target, perCpu)),
      figure(median(of(target, ({ p50 }) => p50))),
      figure(median(of(target, ({ p99 }) => p99))),
    ]);
    console.log(`\n${mode} mode, ${size} bytes a push, ${concurrency} at once`);
    console.log(table(["", "pushes/s", "of bare", "of durable", "per CPU s", "of bare", "p50 ms", "p99 ms"], rows));
  }
  return ratios;
}
