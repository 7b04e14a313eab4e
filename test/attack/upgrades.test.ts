import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Listener, listen } from "../../src/server/listener.ts";
import { type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;
let listener: Listener;
let detach: () => void;

beforeEach(async () => {
  const applications = [
    { id: "shop", name: "茶铺", origins: ["https://shop.saoma.test"] },
    { id: "admin", name: "后台", origins: ["https://admin.saoma.test"] },
  ];
  stage = await setStage({ options: { applications } });
  listener = await listen({
    host: "127.0.0.1",
    port: 0,
    handler: (request, response) => stage.saoma.node(request, response),
  });
  detach = stage.saoma.attach(listener.server);
});

afterEach(async () => {
  await listener.close(0);
  await stage.close();
});

/** Sends these lines, and returns everything that comes back. */
async function say(lines: readonly string[], body = ""): Promise<string> {
  const socket = connect(listener.port, "127.0.0.1");
  socket.write(
    `${[...lines, "Host: login.saoma.test", "Connection: close, Upgrade, HTTP2-Settings"].join("\r\n")}\r\n\r\n${body}`,
  );
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

test.each(["h2c", "TLS/1.0", "websocket"])("a request that would upgrade to %s is answered as without", async (to) => {
  expect(await say(["GET /healthz HTTP/1.1", `Upgrade: ${to}`, "HTTP2-Settings: AAMAAABk"])).toMatch(/^HTTP\/1.1 200 /);
  const body = '{"application":"shop","claim":"header"}';
  const answer = await say(
    [
      "POST /v1/attempts HTTP/1.1",
      `Upgrade: ${to}`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
    ],
    body,
  );
  expect(answer).toMatch(/^HTTP\/1.1 201 /);
});

test("h2c on a socket's own path is no socket: 426 for its holder's, 404 for others", async () => {
  const browser = stage.browser();
  const { id } = await start(browser, { application: "shop" });
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const path = `GET /v1/attempts/${id}/socket HTTP/1.1`;
  expect(await say([path, "Upgrade: h2c", `Cookie: ${cookie}`])).toMatch(/^HTTP\/1.1 426 /);
  expect(await say([path, "Upgrade: h2c"])).toMatch(/^HTTP\/1.1 404 /);
});

test("upgrades of others stay theirs, and all of them once the sockets are taken off again", async () => {
  const taken: string[] = [];
  listener.server.on("upgrade", (request, socket) => {
    if (request.url === "/theirs") taken.push(request.url);
    socket.end("HTTP/1.1 418 Theirs\r\n\r\n");
  });
  expect(await say(["GET /theirs HTTP/1.1", "Upgrade: websocket"])).toMatch(/^HTTP\/1.1 418 /);
  detach();
  expect(await say(["GET /theirs HTTP/1.1", "Upgrade: websocket"])).toMatch(/^HTTP\/1.1 418 /);
  expect(taken).toHaveLength(2);
});

test("a socket from another application's page is closed as one of a made-up attempt: after its hello, with 4404", async () => {
  const browser = stage.browser();
  const { id } = await start(browser, { application: "shop" });
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const closings = [id, "A".repeat(22)].map(async (of) => {
    const headers = { cookie, origin: "https://admin.saoma.test" };
    const ws = new WebSocket(`${listener.url.replace("http", "ws")}/v1/attempts/${of}/socket`, { headers });
    await once(ws, "open");
    const closed = once(ws, "close");
    // A socket stays open until its hello or until the time for it is over. A round trip shows that neither is closed yet.
    ws.ping();
    const [first] = await Promise.race([once(ws, "pong").then(() => ["pong"]), closed]);
    ws.send("{}");
    return [first, (await closed)[0]];
  });
  expect(await Promise.all(closings)).toEqual([
    ["pong", 4404],
    ["pong", 4404],
  ]);
});
