// npm `wechat` on express, as in its documentation. It stores nothing.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { account, type Mode, words } from "../account.ts";
import { given, serve } from "./child.ts";

const require = createRequire(import.meta.url);
const express = require("express");
const wechat = require("wechat");

const { mode } = given<{ mode: Mode }>();
const { token, appid, aesKey: encodingAESKey } = account;
const app = express();
app.use(
  `/wechat/${appid}/push`,
  wechat(
    mode === "plain" ? token : { token, appid, encodingAESKey },
    (_: unknown, response: { reply(text: string): void }) => response.reply(words),
  ),
);
serve(createServer(app));
