import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createSaoma } from "saoma";
import config, { port } from "../saoma.config.ts";

const saoma = createSaoma(config);
const signInPage = readFileSync(new URL("../sign-in.html", import.meta.url));

const server = createServer(async (request, response) => {
  if (request.url === "/") {
    return response.setHeader("content-type", "text/html; charset=utf-8").end(signInPage);
  }
  if (request.url === "/orders") {
    const who = await saoma.session(request, { application: "shop" });
    if (!who) return response.writeHead(302, { location: "/" }).end();
    return response.setHeader("content-type", "text/plain; charset=utf-8").end(`Orders of ${who.account.name}`);
  }
  // All the rest is Saoma's, or a 404 of its own.
  return saoma.node(request, response);
});

saoma.on("signed-in", ({ account }) => console.log(`${account.name} has signed in`));

await saoma.ready();
server.listen(port, "127.0.0.1", () => console.log(`node example ready on http://127.0.0.1:${port}`));
// Takes WebSockets, too. On SIGTERM or Ctrl-C it lets go of the browsers that wait, and closes server and database.
await saoma.run(server);
