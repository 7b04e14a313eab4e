/** Listeners for Node's HTTP server that answer WeChat's pushes by third-party SDKs. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { stranger } from "./install.ts";

export interface Message {
  MsgType: string;
  Event?: string;
  Content?: string;
  MsgId?: string;
}
export type Handler = (message: Message) => string | Promise<string>;
export interface Keys {
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

export const withCoWechat = (keys: Keys, handle: Handler) => {
  const app = new Koa();
  app.use(coWechat(keys).middleware(async (message) => handle(message)));
  return app.callback();
};

export const withWechat = (keys: Keys, handle: Handler) => {
  const middleware = wechat(keys, (request, response) => {
    void Promise.resolve(handle(request.weixin ?? { MsgType: "" })).then((said) => response.reply(said));
  });
  return (incoming: ConnectRequest, outgoing: ServerResponse) => {
    incoming.query = Object.fromEntries(new URL(incoming.url ?? "/", "http://here").searchParams);
    middleware(incoming, outgoing, (error) => outgoing.writeHead(500).end(String(error)));
  };
};
