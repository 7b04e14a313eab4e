// Two instances in processes of their own, on one PostgreSQL, with one WeChat.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "../../src/base/random.ts";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { type Account, serveSimulator } from "../../src/simulator/index.ts";
import { seal } from "../fuzz/seal.ts";
import { createBrowser } from "../stage/browser.ts";
import { type PostgresServer, startPostgres } from "../stage/postgres.ts";
import { type ChildService, createChildService } from "./child-service.ts";

const origin = "https://login.saoma.test";
/** WeChat gives a delivery up after this. */
const wechatWaits = 5_000;

/** A push as it goes over the wire, the same to every instance. */
export interface WirePush {
  readonly path: string;
  readonly body: string;
}

export interface Cluster {
  readonly instances: readonly [ChildService, ChildService];
  /** Starts an attempt at an instance, in a browser of its own, and gives its scene. */
  start(instance: number): Promise<string>;
  /** The scan of a QR by a person, as a push. */
  scan(scene: string, person: string): WirePush;
  /** Delivers a push once; what was answered, or undefined where that was no 200 in time. */
  deliver(instance: number, push: WirePush): Promise<string | undefined>;
  rows(sql: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function openCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-cluster-"));
  const postgres = await startPostgres();
  const url = await postgres.database();
  const wechat = await serveSimulator({ port: 0, host: "127.0.0.1", random: systemRandom });
  const account = wechat.simulator.world().accounts.find(({ kind }) => kind === "service");
  if (!account) throw new Error("the default world has no 服务号");
  const open = () => createChildService(optionsFor(account, url, wechat.url), join(folder, "cache"));
  const first = open();
  await first.address(); // It migrates.
  const instances = [first, open()] as const;
  await instances[1].address();
  const reach = async (instance: number, path: string, init: RequestInit) =>
    fetch(`${await instances[instance]?.address()}${path}`, init);
  let browsers = 0;
  return {
    instances,
    async start(instance) {
      const to = { fetch: (request: Request) => resend(request, (path, init) => reach(instance, path, init)) };
      const browser = createBrowser(to, origin);
      browsers++;
      const body = { channel: "official-account-qr" };
      const response = await browser.request("POST", "/v1/attempts", { body });
      if (!response.ok) throw new Error(`start ${browsers}: ${response.status} ${await response.text()}`);
      const { id } = (await response.json()) as { id: string };
      return sceneOf(postgres, url, id);
    },
    scan: (scene, person) => scanOf(account, scene, person),
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

async function sceneOf(postgres: PostgresServer, url: string, id: string): Promise<string> {
  const [row] = await postgres.rows(url, "select scene from attempts where id = $1", [id]);
  return String(row?.scene);
}

function scanOf(account: Account, scene: string, person: string): WirePush {
  const timestamp = String(Math.floor(Date.now() / 1000));
  // A nonce is good for one push.
  const nonce = Buffer.from(systemRandom.bytes(8)).toString("hex");
  const fields = {
    ToUserName: account.originalId,
    FromUserName: person,
    CreateTime: timestamp,
    MsgType: "event",
    Event: "SCAN",
    EventKey: scene,
    Ticket: "ticket",
  };
  const xml = Object.entries(fields).map(([name, text]) =>
    name === "CreateTime" ? `<${name}>${text}</${name}>` : `<${name}><![CDATA[${text}]]></${name}>`,
  );
  const { query, body } = seal(account, "plain", `<xml>${xml.join("")}</xml>`, timestamp, nonce);
  return {
    path: `/wechat/${account.appid}/push?${new URLSearchParams({ ...query })}`,
    body: Buffer.from(body).toString(),
  };
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
