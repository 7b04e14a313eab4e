import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openStage, type Stage } from "./harness.ts";
import { stranger } from "./install.ts";

// The types of the methods that this file calls.
interface Message {
  MsgType: string;
  Event?: string;
  EventKey?: string;
  Content?: string;
  FromUserName: string;
}
interface Client {
  get(path: string, payload?: object): Promise<{ toObject(): Record<string, unknown> }>;
  postJson(path: string, data: object): Promise<{ toObject(): Record<string, unknown> }>;
}
interface Provider {
  redirect(url: string): string;
  scopes(scopes: string[]): Provider;
  withState(state: string): Provider;
  userFromCode(code: string): Promise<{ getId(): string; getNickname(): string; getAvatar(): string }>;
}
interface Application {
  getAccessToken(): { getToken(): Promise<string>; getStableAccessToken(): Promise<string> };
  getClient(): Client;
  getServer(): {
    addMessageListener(type: string, handler: (message: Message) => unknown): unknown;
    addEventListener(event: string, handler: (message: Message) => unknown): unknown;
    serve(): Promise<{ getStatusCode(): number; getBody(): { toString(): string } }>;
  };
  setRequest(request: unknown): void;
  setOAuthFactory(factory: (application: Application) => Provider): void;
  getOAuth(): Provider;
  getUtils(): {
    codeToSession(code: string): Promise<{ openid: string; session_key: string }>;
  };
}
interface EasyWechat {
  OfficialAccount: new (config: object) => Application;
  MiniApp: new (config: object) => Application;
  ServerRequest: { createFromIncomingMessage(incoming: IncomingMessage): Promise<unknown> };
}

const { MiniApp, OfficialAccount, ServerRequest } = stranger<EasyWechat>("node-easywechat");
const { default: WeChat } = stranger<{ default: new (config: object) => Provider }>(
  "node-socialite/dist/Providers/WeChat",
);
const cache = mkdtempSync(join(tmpdir(), "saoma-easywechat-"));
afterAll(() => rmSync(cache, { recursive: true }));

test("node-easywechat gets both kinds of token and makes a QR with them", async () => {
  await using stage = await openStage();
  const application = applicationOf(stage);
  const [classic, stable] = [
    await application.getAccessToken().getToken(),
    await application.getAccessToken().getStableAccessToken(),
  ];
  expect(new Set([classic, stable]).size).toBe(2);
  const body = { expire_seconds: 60, action_name: "QR_STR_SCENE", action_info: { scene: { scene_str: "abc" } } };
  const qr = (await application.getClient().postJson("/cgi-bin/qrcode/create", body)).toObject();
  expect(qr).toMatchObject({ expire_seconds: 60, url: expect.stringContaining("http://weixin.qq.com/q/") });
  const picture = await fetch(`${stage.url}/cgi-bin/showqrcode?ticket=${encodeURIComponent(String(qr.ticket))}`);
  expect(picture.headers.get("content-type")).toBe("image/jpg");
  expect(await stage.simulator.control.scan("xiaoming", { content: String(qr.url) })).toMatchObject({
    outcome: "follow-sheet",
  });
});

test("node-easywechat hears of a wrong AppSecret", async () => {
  await using stage = await openStage();
  const application = applicationOf(stage, { secret: "0".repeat(32) });
  await expect(application.getAccessToken().getToken()).rejects.toThrow(/40125/);
});

test("node-easywechat makes, reads and deletes a menu", async () => {
  await using stage = await openStage();
  const client = applicationOf(stage).getClient();
  const button = [
    { name: "点单", type: "click", key: "order" },
    { name: "更多", sub_button: [{ name: "网站", type: "view", url: "https://shop.example/?a=1&b=茶" }] },
  ];
  expect((await client.postJson("cgi-bin/menu/create", { button })).toObject()).toMatchObject({ errcode: 0 });
  expect((await client.get("cgi-bin/menu/get")).toObject()).toMatchObject({ menu: { button } });
  expect((await client.get("cgi-bin/menu/delete")).toObject()).toMatchObject({ errcode: 0 });
  expect((await client.get("cgi-bin/menu/get")).toObject()).toMatchObject({ errcode: 46003 });
});

test("node-easywechat signs in a person of a mini-program and gets their number", async () => {
  await using stage = await openStage();
  const account = stage.account("mini-program");
  const application = miniProgramOf(stage);
  const { miniProgram } = stage.simulator.control;
  await miniProgram.open("xiaoming", account.appid);
  const session = await application.getUtils().codeToSession((await miniProgram.login("xiaoming")).code ?? "");
  expect(session).toMatchObject({ openid: expect.stringMatching(/^o[\w-]{27}$/), session_key: expect.any(String) });
  const { code } = await miniProgram.phoneNumber("xiaoming", "allow");
  const answer = await application.getClient().postJson("wxa/business/getuserphonenumber", { code });
  expect(answer.toObject()).toMatchObject({ phone_info: { purePhoneNumber: "13800138001" } });
});

test.each(["plain", "compatible", "safe"] as const)(
  "node-easywechat receives and answers pushes in %s mode",
  async (mode) => {
    await using stage = await openStage();
    const account = stage.account("service");
    const { control } = stage.simulator;
    const seen: Message[] = [];
    await stage.serve(account, mode, async (incoming, outgoing) => {
      const application = applicationOf(stage, mode === "plain" ? { aes_key: "" } : {});
      const note = (reply: string) => (message: Message) => {
        seen.push(message);
        return reply;
      };
      application.setRequest(await ServerRequest.createFromIncomingMessage(incoming));
      const server = application.getServer();
      server.addEventListener("subscribe", note("你好"));
      server.addMessageListener("text", note("收到"));
      await send(outgoing, await server.serve());
    });
    expect(await control.follow("xiaoming", account.appid)).toMatchObject({
      push: { outcome: "replied", deliveries: 1 },
    });
    expect(await control.send("xiaoming", account.appid, "a<b>&]] 😀")).toMatchObject({ push: { outcome: "replied" } });
    expect(seen.map(({ MsgType, Event, Content }) => [MsgType, Event ?? Content])).toEqual([
      ["event", "subscribe"],
      ["text", "a<b>&]] 😀"],
    ]);
    expect(control.chat("xiaoming", account.appid).map(({ text }) => text)).toEqual(["你好", "a<b>&]] 😀", "收到"]);
  },
);

test("node-easywechat sends a person to the consent page and reads their name", async () => {
  await using stage = await openStage();
  const oauth = oauthOf(stage, ["snsapi_userinfo"]);
  const back = await stage.allow("xiaoming", oauth.withState("s1").redirect("http://127.0.0.1/back"));
  expect(back.searchParams.get("state")).toBe("s1");
  const user = await oauth.userFromCode(back.searchParams.get("code") ?? "");
  expect(user.getId()).toMatch(/^o[\w-]{27}$/);
  expect(user.getNickname()).toBe("小明");
  expect((await fetch(user.getAvatar())).headers.get("content-type")).toMatch(/^image\//);
});

test("node-easywechat asks nothing for snsapi_base, and gets an openid", async () => {
  await using stage = await openStage();
  const oauth = oauthOf(stage, ["snsapi_base"]);
  const back = await stage.allow("afei", oauth.redirect("http://127.0.0.1/back"));
  const user = await oauth.userFromCode(back.searchParams.get("code") ?? "");
  expect(user.getId()).toMatch(/^o[\w-]{27}$/);
});

function applicationOf(stage: Stage, more: object = {}): Application {
  const { appid: app_id, secret, token, aesKey: aes_key } = stage.account("service");
  const http = { baseURL: `${stage.url}/` };
  return new OfficialAccount({
    app_id,
    secret,
    token,
    aes_key,
    http,
    file_cache: { path: mkdtempSync(join(cache, "a-")) },
    ...more,
  });
}

function miniProgramOf(stage: Stage): Application {
  const { appid: app_id, secret } = stage.account("mini-program");
  const http = { baseURL: `${stage.url}/` };
  return new MiniApp({ app_id, secret, http, file_cache: { path: mkdtempSync(join(cache, "m-")) } });
}

function oauthOf(stage: Stage, scopes: string[]): Provider {
  const { appid, secret } = stage.account("service");
  class Here extends WeChat {
    protected _baseUrl = `${stage.url}/sns`;
  }
  const application = applicationOf(stage);
  application.setOAuthFactory(() => new Here({ client_id: appid, client_secret: secret }).scopes(scopes));
  return application.getOAuth();
}

async function send(outgoing: ServerResponse, answer: { getStatusCode(): number; getBody(): { toString(): string } }) {
  outgoing.writeHead(answer.getStatusCode()).end(answer.getBody().toString());
}
