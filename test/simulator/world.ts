import { createSimulator, type Send, type Simulator, type SimulatorOptions } from "../../src/simulator/index.ts";
import { encrypt } from "../../src/simulator/push/crypto.ts";
import { sign } from "../../src/simulator/push/sign.ts";
import { createFakeClock, createSeededRandom, type FakeClock } from "../../src/testing/index.ts";

type Account = ReturnType<Simulator["world"]>["accounts"][number];

/** A request that the service received. */
export interface Got {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
}

export interface Answer {
  status?: number;
  body?: string;
  headers?: [name: string, value: string][];
}

/** A small service that receives the simulator's pushes. It keeps them, and answers as the test sets. */
export interface Service {
  got: Got[];
  answer: (got: Got) => Answer | Promise<Answer>;
}

export interface Stage {
  sim: Simulator;
  clock: FakeClock;
  service: Service;
  account(kind: Account["kind"]): Account;
  /** Calls WeChat's API, and returns the JSON. */
  call(path: string, init?: RequestInit, ip?: string): Promise<Record<string, unknown>>;
  token(kind?: Account["kind"]): Promise<string>;
  /** Makes a QR with this scene, and returns its URL. */
  qr(scene: string, more?: object): Promise<{ url: string; ticket: string }>;
}

export const pushUrl = "http://service.test/push";

/** The default world on a fake clock. Its accounts push to one small service in this process. */
export async function stage(options: SimulatorOptions = {}): Promise<Stage> {
  const clock = createFakeClock(1_700_000_000_000);
  const service: Service = { got: [], answer: () => ({ body: "success" }) };
  const sim = createSimulator({ clock, random: createSeededRandom("stage"), fetch: deliverTo(service), ...options });
  const account = (kind: Account["kind"]): Account => {
    const found = sim.world().accounts.find((each) => each.kind === kind);
    if (found === undefined) throw new Error(`no ${kind}`);
    return found;
  };
  for (const kind of ["service", "subscription", "test"] as const)
    await sim.control.patchAccount(account(kind).appid, { pushUrl, mode: "plain" });
  const call: Stage["call"] = async (path, init, ip = "127.0.0.1") => {
    const response = await sim.fetch(new Request(`http://127.0.0.1${path}`, init), { ip });
    return (await response.json()) as Record<string, unknown>;
  };
  const token: Stage["token"] = async (kind = "service") => {
    const { appid, secret } = account(kind);
    const answer = await call(`/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`);
    return String(answer.access_token);
  };
  const qr: Stage["qr"] = async (scene, more = {}) => {
    const body = {
      expire_seconds: 120,
      action_name: "QR_STR_SCENE",
      action_info: { scene: { scene_str: scene } },
      ...more,
    };
    return (await call(`/cgi-bin/qrcode/create?access_token=${await token()}`, post(body))) as {
      url: string;
      ticket: string;
    };
  };
  return { sim, clock, service, account, call, token, qr };
}

const deliverTo =
  (service: Service): Send =>
  async (url, init) => {
    const request = new Request(url, init);
    const got = { method: request.method, url: new URL(url), headers: request.headers, body: await request.text() };
    service.got.push(got);
    const { status = 200, body = "", headers = [] } = await service.answer(got);
    return new Response(status === 204 ? null : body, { status, headers: [["content-type", "text/html"], ...headers] });
  };

export const post = (body: unknown): RequestInit => ({
  method: "POST",
  body: typeof body === "string" ? body : JSON.stringify(body),
});

/** The text of one element of a push. */
export const field = (body: string, name: string): string | undefined =>
  new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${name}>`).exec(body)?.[1];

/** A text reply to a push in plain XML. */
export function textReply(push: string, content: string, more: { to?: string; from?: string } = {}): string {
  const to = more.to ?? field(push, "FromUserName");
  const from = more.from ?? field(push, "ToUserName");
  return `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content></xml>`;
}

/** The reply, encrypted and signed with the account's keys. */
export function sealed(
  account: Account,
  reply: string,
  wrong: { token?: string; appid?: string; nonce?: string } = {},
): string {
  const text = encrypt(account.aesKey, wrong.appid ?? account.appid, "0123456789abcdef", reply);
  const { nonce = "nonce" } = wrong;
  const signature = sign(wrong.token ?? account.token, "1700000000", nonce, text);
  return `<xml><Encrypt><![CDATA[${text}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>1700000000</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`;
}

/** Advances the clock by five seconds at a time until the act has ended. */
export async function untilDone<T>(clock: FakeClock, act: Promise<T>): Promise<T> {
  let done = false;
  const watched = act.finally(() => {
    done = true;
  });
  watched.catch(() => {});
  for (let turn = 0; turn < 20 && !done; turn++) await clock.advance(5000);
  return watched;
}
