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

await Promise.all([saoma.ready(), app.ready()]);
const server = app.server.listen(port, "127.0.0.1", () =>
  console.log(`fastify example ready on http://127.0.0.1:${port}`),
);
// Takes WebSockets, too. On SIGTERM or Ctrl-C it lets go of the browsers that wait, and closes server and database.
await saoma.run(server);
await app.close(); // the hooks of your own plugins
