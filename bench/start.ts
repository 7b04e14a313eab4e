// Measures the time from spawn to ready.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSqliteStore } from "../src/adapters/sqlite/store.ts";
import { systemClock } from "../src/base/clock.ts";
import { account, optionsFor } from "./account.ts";
import { inFolder } from "./measure/folder.ts";
import { median } from "./measure/median.ts";
import type { Ratios } from "./measure/ratios.ts";
import { figure, ratio, table } from "./measure/table.ts";
import type { Options } from "./options.ts";

const perTransaction = 10_000;

/**
 * Measures the time from spawn to ready: `saoma serve` with an empty and a full database, and Node with an empty
 * script.
 */
export async function start({ rounds, quick }: Options): Promise<Ratios> {
  const many = quick ? 20_000 : 1_000_000;
  return inFolder(async (folder) => {
    const [empty, full, client] = ["empty", "full", "client"]
      .map((name) => join(folder, name))
      .map((name) => ({
        config: `${name}.config.mjs`,
        database: `${name}.db`,
      }));
    if (!empty || !full || !client) return {};
    for (const { config, database } of [empty, full]) {
      writeFileSync(config, `export default ${JSON.stringify(optionsFor(database, "safe"))};\n`);
    }
    writeFileSync(client.config, `export default ${JSON.stringify(withClient(client.database))};\n`);
    await fill(full.database, many);
    // The first start creates the tables and fills Node's compile cache.
    for (const { config } of [empty, client]) await ready(serve(config, folder));
    const times: Record<string, number[]> = { node: [], empty: [], full: [], client: [] };
    for (let round = 0; round < rounds; round++) {
      times.node?.push(await ready(spawnNode(["-e", "console.log()"], folder)));
      times.empty?.push(await ready(serve(empty.config, folder)));
      times.full?.push(await ready(serve(full.config, folder)));
      times.client?.push(await ready(serve(client.config, folder)));
    }
    const base = median(times.empty ?? []);
    const row = (name: string, of: readonly number[] = []) => [name, figure(median(of)), ratio(median(of) / base)];
    const memory = [await discovered(empty.config, folder), await discovered(client.config, folder)];
    const size = (statSync(full.database).size / 2 ** 20).toFixed(0);
    console.log(
      `\nFrom spawn to ready, of the sources, with Node's compile cache warm; the full database is ${size} MiB`,
    );
    console.log(
      table(
        ["", "ms", "of empty"],
        [
          row("node that prints a line", times.node),
          row("saoma serve, empty", times.empty),
          row(`saoma serve, ${many.toLocaleString("en")} accounts`, times.full),
          row("saoma serve, with a client of OpenID Connect", times.client),
        ],
      ),
    );
    console.log("\nThe first look at /.well-known/openid-configuration, and the memory after it");
    const [without, having] = memory.map(({ status, ms, mebibytes }) => [`${status}`, figure(ms), figure(mebibytes)]);
    console.log(
      table(
        ["", "status", "ms", "MiB"],
        [
          ["without a client", ...(without ?? [])],
          ["with one", ...(having ?? [])],
        ],
      ),
    );
    return {
      "an empty start, of Node's own": median(times.node ?? []) / base,
      [`a start with ${many} accounts, of an empty one`]: base / median(times.full ?? []),
    };
  });
}

const withClient = (database: string): object => {
  const { applications, ...rest } = optionsFor(database, "safe");
  const openid = { redirectUris: ["https://wiki.example.com/callback"] };
  return { ...rest, applications: applications.map((application) => ({ ...application, openid })) };
};

/** Measures the first response of the discovery endpoint, and the memory after it. */
async function discovered(config: string, folder: string) {
  const child = serve(config, folder);
  const over = once(child, "exit");
  const [said] = (await once(child.stdout ?? child, "data")) as [Buffer];
  const origin = /http:\/\/[\w.:]+/.exec(String(said))?.[0] ?? "";
  const begun = performance.now();
  const response = await fetch(`${origin}/.well-known/openid-configuration`);
  await response.arrayBuffer();
  const ms = performance.now() - begun;
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
  child.kill("SIGTERM");
  await over;
  return { status: response.status, ms, mebibytes: Number(resident) / 1024 };
}

async function fill(path: string, many: number): Promise<void> {
  const store = await openSqliteStore({ path, clock: systemClock });
  for (let done = 0; done < many; done += perTransaction) {
    await store.transact(async ({ accounts, now }) => {
      for (let n = done; n < Math.min(many, done + perTransaction); n++) {
        const fresh = { id: n.toString(36).padStart(22, "0"), name: `账号${n}`, createdAt: now };
        await accounts.findOrCreate({ appid: account.appid, openId: `o${n.toString(36).padStart(27, "0")}` }, fresh);
      }
    });
    if ((done + perTransaction) % 100_000 === 0) console.log(`${done + perTransaction} accounts written`);
  }
  await store.close();
}

const bin = fileURLToPath(new URL("../bin/saoma.js", import.meta.url));

const serve = (config: string, folder: string): ChildProcess =>
  spawnNode([bin, "serve", "--port", "0", "--config", config], folder);

const spawnNode = (args: readonly string[], folder: string): ChildProcess =>
  spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", process.env.BENCH_LOG ? "inherit" : "ignore"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "cache") },
  });

/** The milliseconds until the first line of standard output. Then the process is stopped. */
async function ready(child: ChildProcess): Promise<number> {
  const begun = performance.now();
  const over = once(child, "exit");
  const said = await Promise.race([once(child.stdout ?? child, "data"), over.then(() => undefined)]);
  const ms = performance.now() - begun;
  if (!said) throw new Error("the service did not start; BENCH_LOG=1 shows what it says");
  child.kill("SIGTERM");
  await over;
  return ms;
}
