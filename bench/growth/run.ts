// Measures a sign-in with few and with many accounts, and the disk space of the accounts.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { account } from "../account.ts";
import { createClient } from "../load/client.ts";
import { inFolder } from "../measure/folder.ts";
import { median } from "../measure/median.ts";
import { type Measured, startServer } from "../measure/process.ts";
import type { Ratios } from "../measure/ratios.ts";
import { figure, ratio, table } from "../measure/table.ts";
import type { Options } from "../options.ts";
import { wayByQr } from "../sign-in/saoma.ts";
import { sumOf, type Target, walk } from "../sign-in/walk.ts";
import { startWechatApi } from "../sign-in/wechat-api.ts";
import { multiply } from "./multiply.ts";
import { slowestDuringSweep } from "./sweep.ts";

const few = 10;
const attemptsPerAccount = 3;

interface Level {
  readonly accounts: number;
  readonly path: string;
  readonly bytes: { readonly account: number; readonly attempt: number };
  readonly target: Target;
  /** The bytes written to the kernel for each sign-in, in each round. */
  readonly written: number[];
}

/** Measures the cost of a sign-in with few and with many accounts, and the disk space of the accounts. */
export async function growth({ rounds, quick, accounts: many = quick ? 1_000 : 100_000 }: Options): Promise<Ratios> {
  return inFolder(async (folder) => {
    const wechat = await startWechatApi();
    const levels: Level[] = [];
    for (const accounts of [few, many])
      levels.push(await levelOf(join(folder, `${accounts}.db`), accounts, wechat.origin));
    await measure(levels, rounds, quick ? 50 : 300);
    for (const { target } of levels) {
      target.client.close();
      await target.server.stop();
    }
    wechat.close();
    const ratios = report(levels);
    if (!quick) console.log(await slowestDuringSweep(join(folder, `${many}.db`)));
    return ratios;
  });
}

/** Starts a service with this many accounts: one signs in, and all others are copies of it. */
async function levelOf(path: string, accounts: number, wechatOrigin: string): Promise<Level> {
  const start = async (): Promise<Target> => {
    const server = await startServer("saoma", { path, mode: "safe", wechatOrigin });
    return { way: wayByQr(), server, client: createClient(server.port), rounds: [] };
  };
  const seed = await start();
  await walk(seed, 0, 1, { staysSignedIn: true });
  seed.client.close();
  await seed.server.stop();
  const bytes = multiply(path, { accounts, attempts: accounts * attemptsPerAccount }, new Set([account.appid]));
  return { accounts, path, bytes, written: [], target: await start() };
}

/** The size of the attempts of one day: all attempts here are of the last day, and housekeeping deletes older ones. */
const dayOf = ({ accounts, bytes }: Level): string => figure((accounts * attemptsPerAccount * bytes.attempt) / 2 ** 20);

/** Measures the levels alternately, in reverse order every second round. */
async function measure(levels: readonly Level[], rounds: number, visits: number): Promise<void> {
  let person = 1;
  for (let round = -2; round < rounds; round++) {
    for (const { target, written } of round % 2 === 0 ? levels : levels.toReversed()) {
      const before = writtenBy(target.server);
      const took = await walk(target, person, visits);
      person += visits;
      if (round < 0) continue; // the first ones warm up
      target.rounds.push(took);
      written.push((writtenBy(target.server) - before) / visits);
    }
  }
}

/** The bytes that a process has written; only on Linux. */
function writtenBy({ child }: Measured): number {
  try {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${child.pid}/io`, "utf8"))?.[1]);
  } catch {
    return Number.NaN;
  }
}

function report(levels: readonly Level[]): Ratios {
  const totals = ({ target }: Level) => target.rounds.map(sumOf);
  const base = levels[0] ? totals(levels[0]) : [];
  const against = (level: Level) => median(totals(level).map((total, round) => total / (base[round] ?? Number.NaN)));
  const rows = levels.map((level) => [
    level.accounts.toLocaleString("en"),
    (level.accounts * attemptsPerAccount).toLocaleString("en"),
    figure(statSync(level.path).size / 2 ** 20),
    figure(median(totals(level))),
    ratio(against(level)),
    figure(median(level.written) / 1024),
    // With few accounts the size is dominated by partly filled pages, so it is left out.
    ...(level.accounts > few ? [figure(level.bytes.account), figure(level.bytes.attempt), dayOf(level)] : ["", "", ""]),
  ]);
  const head = [
    "accounts",
    "attempts",
    "MiB",
    "µs a sign-in",
    `of ${few}`,
    "KiB written",
    "bytes an account",
    "an attempt",
    "MiB, a day's attempts",
  ];
  console.log(
    `\nWhole sign-ins by QR beside what is there already; processor time of the service\n${table(head, rows)}`,
  );
  const many = levels.at(-1);
  return many ? { [`a sign-in among ${few}, of one among ${many.accounts}`]: 1 / against(many) } : {};
}
