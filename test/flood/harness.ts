import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { type Account, type Control, defaultWorld, serveSimulator } from "../../src/simulator/index.ts";

/** What a flood needs: a service in a separate process behind a trusted proxy, a WeChat, and people with phones. */
export interface FloodHarness {
  readonly port: number;
  readonly origin: string;
  readonly account: Account;
  readonly control: Control;
  /** Names of people, each of whom follows the account. */
  readonly people: readonly string[];
  /** The memory of the service's process, in bytes. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

const script = fileURLToPath(new URL("service.ts", import.meta.url));
const origin = "https://login.saoma.test";

export async function openFloodHarness(size: number): Promise<FloodHarness> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-flood-"));
  const names = Array.from({ length: size }, (_, index) => `p${index}`);
  const people = names.map((name) => ({ name, displayName: name }));
  let service = "";
  const wechat = await serveSimulator({
    port: 0,
    host: "127.0.0.1",
    world: { ...defaultWorld(), people },
    fetch: (url, init) => fetch(service + url.slice(origin.length), init),
  });
  const { control } = wechat.simulator;
  const account = wechat.simulator.world().accounts.find(({ kind }) => kind === "service");
  if (!account) throw new Error("the default world has no 服务号");
  const { appid } = account;
  const child = fork(script, [JSON.stringify(optionsFor(account, join(folder, "saoma.db"), wechat.url))]);
  const [{ port }] = await once(child, "message");
  service = `http://127.0.0.1:${port}`;
  await control.patchAccount(appid, { pushUrl: `${origin}/wechat/${appid}/push`, mode: "safe" });
  for (const name of names) await control.follow(name, appid);
  return {
    port,
    origin,
    account,
    control,
    people: names,
    async memory() {
      child.send({});
      return (await once(child, "message"))[0].memory;
    },
    async close() {
      const over = once(child, "exit");
      child.disconnect();
      await over;
      await wechat.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A service with default limits, which are what is tested. */
function optionsFor({ appid, secret, token, aesKey }: Account, path: string, wechat: string): SaomaOptions {
  const origins = { api: wechat, mp: wechat, open: wechat };
  return {
    origin,
    secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-flood",
    database: { path },
    trustedProxies: ["127.0.0.0/8"],
    sources: [{ kind: "service", name: "青禾", appid, secret, token, aesKey, origins }],
    applications: [{ id: "shop", name: "青禾茶铺" }],
  };
}
