import express from "express";
import { createSaoma } from "saoma";
import config, { port } from "../saoma.config.ts";

const saoma = createSaoma(config);
const app = express();

// Before any body parser: what Saoma gets, it reads and verifies itself. What is not Saoma's goes on to the site.
app.use(saoma.node);

app.get("/", (_request, response) =>
  response.sendFile("sign-in.html", { root: new URL("..", import.meta.url).pathname }),
);

app.get("/orders", async (request, response) => {
  const who = await saoma.session(request, { application: "shop" });
  if (!who) return response.redirect("/");
  response.send(ordersOf(who.account.name));
});

/** Who is signed in, and a button to sign out: that is what the element shows with `session`. */
const ordersOf = (name: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Orders</title>
<script type="module" src="/saoma-login.js"></script>
<h1>Orders of ${escaped(name)}</h1>
<saoma-login application="shop" session></saoma-login>
<script type="module">
  document.querySelector("saoma-login").addEventListener("signed-out", () => location.assign("/"));
</script>`;

/** People choose their names themselves. */
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

await saoma.ready();
const server = app.listen(port, "127.0.0.1", () => console.log(`express example ready on http://127.0.0.1:${port}`));
// Takes WebSockets, too. On SIGTERM or Ctrl-C it lets go of the browsers that wait, and closes server and database.
await saoma.run(server);
