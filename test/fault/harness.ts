import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Random } from "../../src/base/random.ts";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { type Account, type Control, defaultWorld, type Send, serveSimulator } from "../../src/simulator/index.ts";
import { type Browser, createBrowser } from "../stage/browser.ts";
import { type ChildService, createChildService } from "./child-service.ts";

const origin = "https://login.saoma.test";

/** A service that is killed repeatedly, with its own WeChat and browsers, on the machine's clock. */
export interface FaultHarness {
  readonly service: ChildService;
  readonly account: Account;
  readonly control: Control;
  /** The database's file. */
  readonly path: string;
  /** People with an account, and the browser that each signed in with last. */
  readonly members: Map<string, Browser>;
  openIdOf(person: string): string;
  /** The name of a person who has not signed in before. */
  stranger(): string;
  browser(): Browser;
  /** Sends a request to the service's current address. */
  readonly reach: Send;
  /** Sets the proxy that pushes go through from now on. */
  deliverBy(send: Send): void;
  close(): Promise<void>;
}

export async function openFaultHarness(random: Random, size: number): Promise<FaultHarness> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-fault-"));
  const path = join(folder, "saoma.db");
  const people = Array.from({ length: size }, (_, index) => ({ name: `p${index}`, displayName: `路人${index}` }));
  let carrier: Send = (url, init) => reach(url, init);
  const wechat = await serveSimulator({
    port: 0,
    host: "127.0.0.1",
    random,
    world: { ...defaultWorld(), people },
    fetch: (url, init) => carrier(url, init),
  });
  const { control } = wechat.simulator;
  const account = wechat.simulator.world().accounts.find(({ kind }) => kind === "service");
  if (!account) throw new Error("the default world has no 服务号");
  await control.patchAccount(account.appid, { pushUrl: `${origin}/wechat/${account.appid}/push`, mode: "safe" });
  const service = createChildService(optionsFor(account, path, wechat.url), join(folder, "cache"));
  /** A new connection for each request, because those of a killed service are closed. */
  const reach: Send = async (url, init) => {
    const headers = new Headers(init.headers);
    headers.set("connection", "close");
    return fetch((await service.address()) + url.slice(origin.length), { ...init, headers });
  };
  let strangers = 0;
  return {
    service,
    account,
    control,
    path,
    reach,
    members: new Map(),
    openIdOf: (name) => wechat.simulator.world().people.find((one) => one.name === name)?.openIds[account.appid] ?? "",
    stranger: () => `p${strangers++}`,
    browser: () => createBrowser({ fetch: (request) => resend(request, reach) }, origin),
    deliverBy: (send) => {
      carrier = send;
    },
    async close() {
      await service.close();
      await wechat.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function resend(request: Request, reach: Send): Promise<Response> {
  const { url, method, headers, signal } = request;
  const body = await request.text();
  return reach(url, { method, headers, signal, ...(body === "" ? {} : { body }) });
}

function optionsFor({ appid, secret, token, aesKey }: Account, path: string, wechat: string): SaomaOptions {
  const origins = { api: wechat, mp: wechat, open: wechat };
  return {
    origin,
    secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-fault",
    database: { path },
    sources: [{ kind: "service", name: "青禾", appid, secret, token, aesKey, origins }],
    applications: [{ id: "shop", name: "青禾茶铺" }],
    limits: { attemptsPerAddress: { times: 100_000, per: "1m" } },
  };
}
