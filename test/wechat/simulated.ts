/** The library against the simulator, in one process. They share no code. */
import { Secret } from "../../src/base/secret.ts";
import { createSimulator, type Send, type Simulator } from "../../src/simulator/index.ts";
import { createFakeClock, createSeededRandom, type FakeClock } from "../../src/testing/index.ts";
import {
  createWechatApi,
  encodeReply,
  openPush,
  type Push,
  type PushKeys,
  type Reply,
  verifyEcho,
  type WechatApi,
} from "../../src/wechat/index.ts";

type Account = ReturnType<Simulator["world"]>["accounts"][number];
type Kind = Account["kind"];

export const wechat = "https://wechat.saoma.test";

export interface Stage {
  sim: Simulator;
  clock: FakeClock;
  api: Record<"service" | "subscription" | "mini-program" | "website", WechatApi>;
  account(kind: Kind): Account;
  /** The pushes that were opened, with their replies. */
  pushes: Push[];
  reply: { next: Reply | undefined };
  /** Lets a service made with the library answer the account's pushes. */
  serve(kind: Kind, mode: PushKeys["mode"], format?: "xml" | "json"): Promise<void>;
}

export function setStage(): Stage {
  const clock = createFakeClock(1_700_000_000_000);
  const listeners = new Map<string, Send>();
  const deliver: Send = (url, init) => {
    const listener = listeners.get(new URL(url).pathname);
    return listener === undefined ? Promise.reject(new TypeError("nobody listens")) : listener(url, init);
  };
  const sim = createSimulator({ clock, random: createSeededRandom("library"), fetch: deliver });
  const account = (kind: Kind): Account => {
    const found = sim.world().accounts.find((each) => each.kind === kind);
    if (found === undefined) throw new Error(`no ${kind}`);
    return found;
  };
  const apiOf = (kind: Kind): WechatApi => {
    const { appid, secret } = account(kind);
    const origins = { api: wechat, mp: wechat, open: wechat };
    const fetch: typeof globalThis.fetch = (url, init) => sim.fetch(new Request(String(url), init));
    return createWechatApi({ fetch, clock, appid, secret: new Secret(secret), origins });
  };
  const stage: Stage = {
    sim,
    clock,
    account,
    pushes: [],
    reply: { next: undefined },
    api: {
      service: apiOf("service"),
      subscription: apiOf("subscription"),
      "mini-program": apiOf("mini-program"),
      website: apiOf("website"),
    },
    async serve(kind, mode, format = "xml") {
      const { appid, token, aesKey } = account(kind);
      const keys: PushKeys = { appid, token: new Secret(token), aesKey: new Secret(aesKey), mode, format };
      listeners.set(`/${kind}`, serviceOf(keys, stage));
      await sim.control.patchAccount(appid, { pushUrl: `http://service.test/${kind}`, mode, format }, true);
    },
  };
  return stage;
}

function serviceOf(keys: PushKeys, { clock, pushes, reply }: Stage): Send {
  const random = createSeededRandom("service");
  return async (url, init) => {
    const query = Object.fromEntries(new URL(url).searchParams);
    const { method, ...request } = { method: "GET", ...init };
    if (method === "GET") return new Response(verifyEcho(keys, query) ?? null);
    const opened = openPush(keys, query, String(request.body), clock.now());
    if (!opened.ok) return new Response(opened.reason, { status: 400 });
    pushes.push(opened.push);
    const { contentType, body } = encodeReply(keys, opened.push, reply.next, {
      nonce: query.nonce ?? "",
      clock,
      random,
    });
    return new Response(body, { headers: { "content-type": contentType } });
  };
}

export const scan = async (stage: Stage, person: string, scene: string): Promise<void> => {
  const { content } = await stage.api.service.qrcode.create({ scene, expireSeconds: 60 });
  const { outcome } = await stage.sim.control.scan(person, { content });
  if (outcome === "follow-sheet") await stage.sim.control.follow(person, stage.account("service").appid);
};

/** Follows the service account, and returns the openId. */
export async function follower(stage: Stage, person = "xiaoming"): Promise<string> {
  if (stage.account("service").pushUrl === null) await stage.serve("service", "safe");
  await scan(stage, person, "s");
  return stage.pushes.at(-1)?.openId ?? "";
}
