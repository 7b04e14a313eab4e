// The server of most tutorials (docs/coming-from.md, the first): express, npm `wechat`, `jsonwebtoken`, a Map of
// waiting browsers, and a page that polls. It stores nothing, asks for no confirmation, and cannot sign users out.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { account } from "../account.ts";
import { given, serve } from "./child.ts";

const require = createRequire(import.meta.url);
const express = require("express");
const wechat = require("wechat");
const jwt = require("jsonwebtoken");

const { wechatOrigin } = given<{ wechatOrigin: string }>();
const { token, appid, secret, aesKey: encodingAESKey } = account;
const openIds = new Map<string, string | undefined>();
const app = express();
let accessToken: Promise<string> | undefined;

async function ask(path: string, body?: object): Promise<Record<string, string>> {
  const init = body && { method: "POST", body: JSON.stringify(body) };
  return (await fetch(`${wechatOrigin}${path}`, init)).json() as Promise<Record<string, string>>;
}

const credential = `/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`;
const getAccessToken = (): Promise<string> => {
  accessToken ??= ask(credential).then(({ access_token = "" }) => access_token);
  return accessToken;
};

interface Request {
  readonly query: { readonly uid: string };
  readonly headers: { readonly authorization?: string };
  readonly weixin: { readonly Event?: string; readonly EventKey: string; readonly FromUserName: string };
}
interface Response {
  json(body: object): void;
  reply(text: string): void;
}

app.get("/qrcode", async (_: Request, response: Response) => {
  const uid = randomUUID();
  const action_info = { scene: { scene_str: uid } };
  const path = `/cgi-bin/qrcode/create?access_token=${await getAccessToken()}`;
  const { ticket = "" } = await ask(path, { expire_seconds: 120, action_name: "QR_STR_SCENE", action_info });
  openIds.set(uid, undefined);
  response.json({ uid, url: `https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}` });
});
app.get("/check", ({ query }: Request, response: Response) => {
  const openid = openIds.get(query.uid);
  if (openid === undefined) response.json({ status: "waiting" });
  else response.json({ token: jwt.sign({ openid }, secret, { expiresIn: "365d" }) });
});
app.get("/me", ({ headers }: Request, response: Response) => {
  response.json(jwt.verify(headers.authorization?.slice("Bearer ".length), secret));
});
app.use(
  `/wechat/${appid}/push`,
  wechat({ token, appid, encodingAESKey }, ({ weixin }: Request, response: Response) => {
    if (weixin.Event === "SCAN") openIds.set(weixin.EventKey, weixin.FromUserName);
    response.reply("登录成功");
  }),
);
serve(createServer(app));
