// Measures each step of a sign-in separately, on SQLite and on PostgreSQL.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createSaoma, type Saoma } from "../../src/server/saoma.ts";
import { readQr, testWechat } from "../../src/testing/sign-in/wechat.ts";
import { scanOf, textOf, type WirePush } from "../../test/fault/cluster-pushes.ts";
import { type Browser, createBrowser } from "../../test/stage/browser.ts";
import { type PostgresServer, startPostgres, targetOf } from "../../test/stage/postgres.ts";
import { account, optionsFor, origin } from "../account.ts";
import { inFolder } from "../measure/folder.ts";
import type { Ratios } from "../measure/ratios.ts";
import { figure, table } from "../measure/table.ts";
import { cpuMeter, nodeCpu } from "./cpu.ts";
import { insertAccounts, insertOldRows } from "./fill.ts";

const atOnce = 16;
const steps = ["start", "scan", "text", "redeem", "session"] as const;
type Step = (typeof steps)[number];

/** The cost of a step, for one sign-in. */
interface Cost {
  readonly perSecond: number;
  /** The processor time in microseconds. */
  readonly node: number;
  readonly postgres: number;
  readonly retries: number;
  readonly walBytes: number;
}

interface Setup {
  readonly name: string;
  readonly instances: readonly Saoma[];
  /** The processor time in milliseconds, the number of rolled-back transactions, and the bytes of the log. */
  state(): Promise<{ node: number; postgres: number; again: number; log: number }>;
}

/**
 * Measures each step of a sign-in separately, alternately on SQLite, on PostgreSQL, and with two instances on
 * PostgreSQL.
 */
export async function stepsOfSignIns(count: number, accounts: number): Promise<Ratios> {
  const costs: [string, Record<Step, Cost>][] = [];
  await inFolder(async (folder) => {
    const instances = [serviceOn({ path: join(folder, "saoma.db") })];
    const state = async () => ({ node: nodeCpu(), postgres: 0, again: 0, log: 0 });
    costs.push(["SQLite", await measure({ name: "SQLite", instances, state }, count)]);
  });
  for (const instances of [1, 2]) {
    const server = await startPostgres(["wal_level=replica", "checkpoint_timeout=30min", "max_wal_size=8GB"]);
    const setup = await onPostgres(server, instances, accounts);
    costs.push([setup.name, await measure(setup, count)]);
    await server.stop();
  }
  report(costs, count, accounts);
  return ratiosOf(costs);
}

async function onPostgres(server: PostgresServer, instances: number, accounts: number): Promise<Setup> {
  const url = await server.database();
  const services = Array.from({ length: instances }, () => serviceOn({ url }));
  for (const one of services) await one.ready();
  const target = await targetOf(url);
  await insertAccounts(target, accounts);
  await insertOldRows(target, 40_000, Date.now());
  const cpu = await cpuMeter(server);
  const question = `select xact_rollback as again, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as log
    from pg_stat_database where datname = current_database()`;
  return {
    name: instances === 1 ? "PostgreSQL" : `PostgreSQL, ${instances} instances`,
    instances: services,
    async state() {
      // PostgreSQL's sessions report their statistics at most once a second.
      await sleep(1_500);
      const [row] = await server.rows(url, question);
      return { ...cpu(), again: Number(row?.again), log: Number(row?.log) };
    },
  };
}

async function measure({ instances, state }: Setup, count: number): Promise<Record<Step, Cost>> {
  for (const one of instances) await one.ready();
  let turn = 0;
  const fetch: Saoma["fetch"] = (...request) => {
    const one = instances[turn++ % instances.length];
    if (!one) throw new Error("there is no instance");
    return one.fetch(...request);
  };
  const people = Array.from({ length: count }, (_, index) => ({
    browser: createBrowser({ fetch }, origin),
    openId: `o-bench-${index}`,
    attempt: { id: "", content: "" },
  }));
  const push = async ({ path, body }: WirePush) =>
    well(await fetch(new Request(origin + path, { method: "POST", body })));
  const call = async (browser: Browser, method: string, path: string, body?: object) =>
    well(await browser.request(method, path, body === undefined ? {} : { body }));
  const acts: Record<Step, (of: (typeof people)[number]) => Promise<unknown>> = {
    async start(person) {
      const told = await call(person.browser, "POST", "/v1/attempts", { channel: "official-account-qr" });
      const { id, qr } = JSON.parse(told) as { id: string; qr: { content: string } };
      person.attempt = { id, content: qr.content };
    },
    scan: ({ attempt, openId }) => push(scanOf(wechat, readQr(attempt.content).scene, openId)),
    text: ({ openId }) => push(textOf(wechat, "1", openId)),
    redeem: ({ browser, attempt }) => call(browser, "POST", `/v1/attempts/${attempt.id}/redeem`, { mode: "cookie" }),
    session: ({ browser }) => call(browser, "GET", "/v1/session"),
  };
  const found = {} as Record<Step, Cost>;
  for (const step of steps) {
    const before = await state();
    const began = performance.now();
    await together(people, acts[step]);
    const took = performance.now() - began;
    const after = await state();
    const each = (what: keyof typeof after) => (after[what] - before[what]) / count;
    found[step] = {
      perSecond: (count / took) * 1_000,
      node: each("node") * 1_000,
      postgres: each("postgres") * 1_000,
      retries: each("again"),
      walBytes: each("log"),
    };
  }
  for (const one of instances) await one.close();
  return found;
}

const wechat = { ...account, originalId: "gh_0123456789ab" };

async function together<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let one = all[next++]; one !== undefined; one = all[next++]) await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function well(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return text;
}

const quiet = () => {};

function serviceOn(database: { path: string } | { url: string }): Saoma {
  const options = {
    ...optionsFor("", "plain"),
    database,
    applications: [{ id: "shop", name: "青禾茶铺", confirm: "always" as const }],
  };
  return createSaoma(options, { fetch: testWechat, log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
}

function report(costs: readonly (readonly [string, Record<Step, Cost>])[], count: number, accounts: number): void {
  const among = `${accounts.toLocaleString("en")} accounts on PostgreSQL`;
  console.log(`\n${count.toLocaleString("en")} sign-ins by QR, step by step, ${atOnce} at once, among ${among}`);
  const head = ["", "step", "a second", "µs of Node", "µs of PostgreSQL", "retries", "bytes of log"];
  const rows = costs.flatMap(([name, of]) =>
    steps.map((step) => {
      const { perSecond, node, postgres, retries, walBytes } = of[step];
      return [name, step, figure(perSecond), figure(node), figure(postgres), retries.toFixed(3), figure(walBytes)];
    }),
  );
  console.log(table(head, rows));
}

/** The ratios of processor times, which other load on the machine affects least. */
function ratiosOf([first, ...others]: readonly (readonly [string, Record<Step, Cost>])[]): Ratios {
  const cost = ({ node, postgres }: Cost) => node + postgres;
  return Object.fromEntries(
    others.flatMap(([name, of]) =>
      steps.map((step) => [
        `${step}, processor: SQLite's, of ${name}'s`,
        first ? cost(first[1][step]) / cost(of[step]) : 0,
      ]),
    ),
  );
}
