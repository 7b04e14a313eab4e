// Two instances in processes of their own, on one PostgreSQL, with one WeChat.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemRandom } from "../../src/base/random.ts";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { type Account, serveSimulator } from "../../src/simulator/index.ts";
import { type Browser, createBrowser } from "../stage/browser.ts";
import { startPostgres } from "../stage/postgres.ts";
import { type ChildService, createChildService } from "./child-service.ts";
import { scanOf, textOf, type WirePush } from "./cluster-pushes.ts";

const origin = "https://login.saoma.test";
/** The timeout of WeChat's deliveries, in milliseconds. */
const wechatWaits = 5_000;

const execute = promisify(execFile);

export interface Cluster {
  readonly instances: readonly [ChildService, ChildService];
  /** A browser whose requests go to the instance that `at` returns at that time. */
  browser(at: () => number): Browser;
  sceneOf(attemptId: string): Promise<string>;
  /** Starts an attempt at an instance, in a new browser, and returns its scene. */
  start(instance: number): Promise<string>;
  /** The push of a person's scan of a QR. */
  scan(scene: string, person: string): WirePush;
  /** The push of a text message in the chat. */
  say(text: string, person: string): WirePush;
  /** Delivers a push once. Returns the response's body, or undefined if there was no 200 in time. */
  deliver(instance: number, push: WirePush): Promise<string | undefined>;
  rows(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Runs this program of a command line on the instances' database. Returns what it printed. */
  run(commandLine: string, ...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** `scripts` are the programs of the instances; by default both run this clone's. */
export async function openCluster(scripts: readonly string[] = []): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-cluster-"));
  const postgres = await startPostgres();
  const url = await postgres.database();
  const wechat = await serveSimulator({ port: 0, host: "127.0.0.1", random: systemRandom });
  const account = wechat.simulator.world().accounts.find(({ kind }) => kind === "service");
  if (!account) throw new Error("the default world has no 服务号");
  const options = optionsFor(account, url, wechat.url);
  const [config, cache] = [join(folder, "saoma.config.mjs"), join(folder, "cache")];
  writeFileSync(config, `export default ${JSON.stringify(options)};`);
  const open = (script?: string) => createChildService(options, cache, script);
  const first = open(scripts[0]);
  await first.address(); // The first instance migrates the database.
  const instances = [first, open(scripts[1])] as const;
  await instances[1].address();
  const reach = async (instance: number, path: string, init: RequestInit) =>
    fetch(`${await instances[instance]?.address()}${path}`, init);
  const browserAt = (at: () => number) =>
    createBrowser({ fetch: (request) => resend(request, (path, init) => reach(at(), path, init)) }, origin);
  const sceneOf = async (id: string) => {
    const [row] = await postgres.rows(url, "select scene from attempts where id = $1", [id]);
    return String(row?.scene);
  };
  let browsers = 0;
  return {
    instances,
    browser: browserAt,
    sceneOf,
    async start(instance) {
      const browser = browserAt(() => instance);
      browsers++;
      const body = { channel: "official-account-qr" };
      const response = await browser.request("POST", "/v1/attempts", { body });
      if (!response.ok) throw new Error(`start ${browsers}: ${response.status} ${await response.text()}`);
      const { id } = (await response.json()) as { id: string };
      return sceneOf(id);
    },
    scan: (scene, person) => scanOf(account, scene, person),
    say: (text, person) => textOf(account, text, person),
    async deliver(instance, { path, body }) {
      const init = { method: "POST", body, signal: AbortSignal.timeout(wechatWaits) };
      try {
        const response = await reach(instance, path, init);
        const text = await response.text();
        return response.status === 200 ? text : undefined;
      } catch {
        return undefined;
      }
    },
    rows: (sql) => postgres.rows(url, sql),
    async run(commandLine, ...args) {
      const env = { ...process.env, NODE_COMPILE_CACHE: cache };
      const { stdout } = await execute(process.execPath, [commandLine, ...args, "--config", config], { env });
      return stdout;
    },
    async close() {
      await Promise.all(instances.map((one) => one.close()));
      await wechat.close();
      await postgres.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function resend(
  request: Request,
  reach: (path: string, init: RequestInit) => Promise<Response>,
): Promise<Response> {
  const { url, method, headers } = request;
  const body = await request.text();
  return reach(url.slice(origin.length), { method, headers, ...(body === "" ? {} : { body }) });
}

function optionsFor({ appid, secret, token }: Account, url: string, wechat: string): SaomaOptions {
  const origins = { api: wechat, mp: wechat, open: wechat };
  const often = { times: 1_000_000, per: "1m" };
  return {
    origin,
    secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-cluster",
    database: { url },
    sources: [{ kind: "service", name: "青禾", appid, secret, token, mode: "plain", origins }],
    applications: [{ id: "shop", name: "青禾茶铺", confirm: "always" }],
    limits: { attemptsPerAddress: often, attemptsPerAddressLong: often, pushesPerPerson: often },
  };
}
