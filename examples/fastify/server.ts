import { readFileSync } from "node:fs";
import fastify, { type FastifyPluginCallback } from "fastify";
import { createSaoma } from "saoma";
import config, { port } from "../saoma.config.ts";

const saoma = createSaoma(config);
const app = fastify();
const signInPage = readFileSync(new URL("../sign-in.html", import.meta.url), "utf8");

const saomaRoutes: FastifyPluginCallback = (routes, _options, done) => {
  // In this plugin only: what Saoma gets, it reads and verifies itself.
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser("*", (_request, _payload, parsed) => parsed(null));
  const files = ["/saoma-login.js", "/.well-known/jwks.json", "/:file(^MP_verify_\\w+\\.txt$)"];
  for (const path of ["/v1/*", "/wechat/*", "/mini-program/*", ...files]) {
    routes.all(path, (request, reply) => {
      reply.hijack();
      return saoma.node(request.raw, reply.raw);
    });
  }
  done();
};

app.register(saomaRoutes);

app.get("/", (_request, reply) => reply.type("text/html; charset=utf-8").send(signInPage));

app.get("/orders", async (request, reply) => {
  const who = await saoma.session(request, { application: "shop" });
  return who ? `Orders of ${who.account.name}` : reply.redirect("/");
});

saoma.attach(app.server); // WebSocket; without it the page falls back to event streams
// Lets go of the browsers that wait, so that the server can close.
app.addHook("preClose", async () => saoma.drain());
app.addHook("onClose", () => saoma.close());

await saoma.ready();
await app.listen({ port, host: "127.0.0.1" });
console.log(`fastify example ready on http://127.0.0.1:${port}`);

process.once("SIGTERM", () => void app.close());
