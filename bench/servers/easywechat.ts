// npm `node-easywechat` on `node:http`, with one application for each request, as in its documentation. It stores
// nothing and, in plain mode, checks no signature.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { account, type Mode, words } from "../account.ts";
import { given, serve } from "./child.ts";

const require = createRequire(import.meta.url);
const { OfficialAccount, ServerRequest } = require("node-easywechat");

const { mode } = given<{ mode: Mode }>();
const { token, appid, secret, aesKey } = account;
const config = { app_id: appid, secret, token, ...(mode === "safe" ? { aes_key: aesKey } : {}) };

serve(
  createServer(async (request, response) => {
    const app = new OfficialAccount(config);
    app.setRequest(await ServerRequest.createFromIncomingMessage(request));
    const server = app.getServer();
    server.with(() => words);
    const answer = await server.serve();
    response.writeHead(answer.getStatusCode(), answer.getHeaders()).end(String(answer.getBody()));
  }),
);
