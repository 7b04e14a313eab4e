import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Listener, listen } from "../../src/server/listener.ts";
import { origin, type Stage, setStage } from "../stage/stage.ts";

let stage: Stage;
let listener: Listener;

beforeEach(async () => {
  stage = await setStage({ mode: "plain" });
  const handler = (...[request, response]: Parameters<typeof stage.saoma.node>) => stage.saoma.node(request, response);
  listener = await listen({ host: "127.0.0.1", port: 0, handler });
});

afterEach(async () => {
  await listener.close(0);
  await stage.close();
});

/** A push that the service has answered, and its URL. */
async function sentPush() {
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const push = stage.pushes.at(-1);
  const url = push?.url ?? "";
  return { url, path: url.slice(origin.length), body: String(push?.init.body) };
}

const send = (path: string, body: RequestInit["body"]) =>
  fetch(listener.url + path, { method: "POST", body: body ?? null, duplex: "half" });

test("a push over Node's own streams is answered as over `fetch`, headers and all", async () => {
  const { url, path, body } = await sentPush();
  const byFetch = await stage.saoma.fetch(new Request(url, { method: "POST", body }));
  const byNode = await send(path, body);
  const told = (response: Response) =>
    [...response.headers].filter(([name]) => /^(content-type|cache|x-(?!request)|referrer|cross|strict)/.test(name));
  expect([byNode.status, await byNode.text()]).toEqual([200, await byFetch.text()]);
  expect(told(byNode)).toEqual(told(byFetch));
  expect(told(byNode).length).toBeGreaterThan(5);
  expect(byNode.headers.get("x-request-id")).toMatch(/^[\w-]{12}$/);
});

test("a push that is too large is 413, whether it declares its length or not", async () => {
  const { path } = await sentPush();
  const big = new Uint8Array(64 * 1024 + 1).fill(120);
  expect((await send(path, big)).status).toBe(413);
  const unannounced = await send(path, ReadableStream.from([big.subarray(0, 40_000), big.subarray(40_000)]));
  expect(unannounced.status).toBe(413);
});

test("a client that continues to send after the response is disconnected", async () => {
  const { path } = await sentPush();
  const socket = connect(listener.port, "127.0.0.1");
  await once(socket, "connect");
  socket.on("error", () => {}); // the connection may end with a reset
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n`);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
  const piece = Buffer.alloc(64 * 1024, 120);
  const sendOn = () => socket.destroyed || socket.write(piece, sendOn);
  sendOn();
  await closed;
  expect(socket.bytesWritten).toBeLessThan(50_000_000);
});

test("bytes that are no text are refused with the forgeries", async () => {
  const { path, body } = await sentPush();
  expect((await send(path, Buffer.concat([Buffer.from(body), Buffer.from([0xff])]))).status).toBe(403);
});

test("a client that leaves in the middle of its push affects no other", async () => {
  const { path, body } = await sentPush();
  const socket = connect(listener.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n<xml>`);
  socket.destroy();
  while (!stage.lines.some((line) => line.includes("left in the middle"))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(stage.lines.join("\n")).not.toContain("could not be read");
  expect((await send(path, body)).status).toBe(200);
});
