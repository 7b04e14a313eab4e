// npm `co-wechat` on koa, as in its documentation. It stores nothing.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { account, type Mode, words } from "../account.ts";
import { given, serve } from "./child.ts";

const require = createRequire(import.meta.url);
const Koa = require("koa");
const wechat = require("co-wechat");

const { mode } = given<{ mode: Mode }>();
const { token, appid, aesKey: encodingAESKey } = account;
const app = new Koa();
app.use(wechat(mode === "plain" ? token : { token, appid, encodingAESKey }).middleware(async () => words));
serve(createServer(app.callback()));
