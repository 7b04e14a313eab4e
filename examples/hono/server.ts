import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { type HttpBindings, serve } from "@hono/node-server";
import { Hono } from "hono";
import { createSaoma } from "saoma";
import config, { port } from "../saoma.config.ts";

const saoma = createSaoma(config);
const signInPage = readFileSync(new URL("../sign-in.html", import.meta.url), "utf8");
const app = new Hono<{ Bindings: HttpBindings }>();

// The address is for the limits: name it as your proxy tells it.
const files = ["/saoma-login.js", "/.well-known/jwks.json", "/:file{MP_verify_\\w+\\.txt}"];
for (const path of ["/v1/*", "/wechat/*", "/mini-program/*", ...files]) {
  app.all(path, (c) => saoma.fetch(c.req.raw, { address: c.env.incoming.socket.remoteAddress ?? "" }));
}

app.get("/", (c) => c.html(signInPage));

app.get("/orders", async (c) => {
  const who = await saoma.session(c.req.raw, { application: "shop" });
  return who ? c.text(`Orders of ${who.account.name}`) : c.redirect("/");
});

await saoma.ready();
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () =>
  console.log(`hono example ready on http://127.0.0.1:${port}`),
) as Server;
// Takes WebSockets, too. On SIGTERM or Ctrl-C it lets go of the browsers that wait, and closes server and database.
await saoma.run(server);
