import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { openStage, type Stage } from "./harness.ts";
import { stranger } from "./install.ts";

interface Message {
  MsgType: string;
  Event?: string;
  Content?: string;
}
type Handler = (message: Message) => string;
interface Keys {
  token: string;
  appid: string;
  encodingAESKey: string;
}
interface KoaApp {
  use(middleware: unknown): void;
  callback(): (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;
}
interface ConnectRequest extends IncomingMessage {
  query?: Record<string, string>;
  weixin?: Message;
}
type Connect = (request: ConnectRequest, response: ServerResponse, next: (error?: unknown) => void) => void;
interface ConnectResponse extends ServerResponse {
  reply(content: string): void;
}

const coWechat =
  stranger<(keys: Keys) => { middleware(handle: (message: Message) => Promise<string>): unknown }>("co-wechat");
const Koa = stranger<new () => KoaApp>("koa");
const wechat =
  stranger<(keys: Keys, handle: (request: ConnectRequest, response: ConnectResponse) => void) => Connect>("wechat");

const withCoWechat = (keys: Keys, handle: Handler) => {
  const app = new Koa();
  app.use(coWechat(keys).middleware(async (message) => handle(message)));
  return app.callback();
};

const withWechat = (keys: Keys, handle: Handler) => {
  const middleware = wechat(keys, (request, response) => response.reply(handle(request.weixin ?? { MsgType: "" })));
  return (incoming: ConnectRequest, outgoing: ServerResponse) => {
    incoming.query = Object.fromEntries(new URL(incoming.url ?? "/", "http://here").searchParams);
    middleware(incoming, outgoing, (error) => outgoing.writeHead(500).end(String(error)));
  };
};

const modes = ["plain", "compatible", "safe"] as const;
const servers = [
  ["co-wechat", withCoWechat],
  ["wechat", withWechat],
] as const;

test.each(servers.flatMap(([name, server]) => modes.map((mode) => [name, mode, server] as const)))(
  "%s receives and answers pushes in %s mode",
  // Both write CreateTime and TimeStamp in milliseconds, and WeChat has taken that for years.
  async (_, mode, server) => {
    await using stage = await openStage();
    const seen: Message[] = [];
    const { control } = stage.simulator;
    const account = stage.account("service");
    const answer: Handler = (message) => {
      seen.push(message);
      return message.MsgType === "event" ? "你好" : "收到";
    };
    await stage.serve(account, mode, server(keysOf(stage), answer));
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

function keysOf(stage: Stage): Keys {
  const { appid, token, aesKey: encodingAESKey } = stage.account("service");
  return { appid, token, encodingAESKey };
}
