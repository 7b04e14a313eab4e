import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Listener, listen } from "../../src/server/listener.ts";
import { type Stage, setStage } from "../stage/stage.ts";

let stage: Stage;
let listener: Listener;

beforeEach(async () => {
  stage = await setStage({ also: ["mini-program"] });
  const handler = (...[request, response]: Parameters<typeof stage.saoma.node>) => stage.saoma.node(request, response);
  listener = await listen({ host: "127.0.0.1", port: 0, handler });
});

afterEach(async () => {
  await listener.close(0);
  await stage.close();
});

/** A route of every kind of body reader, and a route that reads no body. */
const readers = () => {
  const mini = stage.simulator.world().accounts.find(({ kind }) => kind === "mini-program")?.appid;
  return ["/v1/attempts", "/v1/tokens/refresh", `/mini-program/${mini}/login`, `/wechat/${stage.appid}/push`];
};

const head = (path: string, length: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: https://login.saoma.test\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;

const aborts = () => stage.lines.filter((line) => line.includes("left in the middle"));

async function abortOne(path: string): Promise<void> {
  const socket = connect(listener.port, "127.0.0.1");
  await once(socket, "connect");
  const arrived = once(listener.server, "request");
  socket.write(`${head(path, "Content-Length: 5000")}{"a":`);
  const [, response] = await arrived;
  const closed = once(response, "close");
  socket.destroy();
  await closed;
  // The reading of the body has failed. These turns let the service finish what it does about that.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test("an aborted body is counted on every route: one log line a minute, no error, no stack", async () => {
  const before = stage.lines.length;
  for (let round = 0; round < 3; round++) for (const path of readers()) await abortOne(path);
  expect(stage.lines.slice(before).map((line) => line.replace(/ \{.*/, ""))).toEqual([
    "clients left in the middle of their bodies",
  ]);
  await stage.clock.advance(60_000);
  for (const path of readers()) await abortOne(path);
  expect(aborts()).toHaveLength(2);
  expect(aborts().map((line) => JSON.parse(line.slice(line.indexOf("{"))).times)).toEqual([1, 12]);
});

test("of a web stream that breaks, the same", async () => {
  const before = stage.lines.length;
  for (const path of readers()) {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(new Error("socket hang up"));
      },
    });
    const headers = { "content-type": "application/json", origin: "https://login.saoma.test" };
    const init = { method: "POST", headers, body: broken, duplex: "half" };
    const response = await stage.saoma.fetch(new Request(`https://login.saoma.test${path}`, init as RequestInit), {
      address: "192.0.2.1",
    });
    expect(response.status).toBeLessThan(500);
  }
  expect(stage.lines.slice(before)).toHaveLength(1);
});

interface Heard {
  readonly failure?: string;
  readonly answer: string;
}

/** Writes the whole body, even if the response comes before its end, and then reads the response, like simple clients. */
function post(path: string, size: number, chunked: boolean, { port } = listener): Promise<Heard> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (part) => {
    answer += String(part);
  });
  socket.write(head(path, chunked ? "Transfer-Encoding: chunked" : `Content-Length: ${size}`));
  let left = size;
  const goOn = (): void => {
    if (socket.destroyed) return;
    if (left <= 0) return void (chunked && socket.write("0\r\n\r\n"));
    const piece = "x".repeat(Math.min(left, 16_384));
    left -= piece.length;
    socket.write(chunked ? `${piece.length.toString(16)}\r\n${piece}\r\n` : piece, goOn);
  };
  goOn();
  return new Promise((resolve) => {
    socket.on("error", ({ message }) => resolve({ failure: message, answer }));
    socket.on("close", () => resolve({ answer }));
  });
}

test.each([
  [300_000, false],
  [300_000, true],
  [3_000_000, false],
  [3_000_000, true],
])(
  "a client that sends %d bytes (chunked: %j) to a route that refuses them reads the response, every time",
  async (size, chunked) => {
    for (const path of [...readers(), "/wechat/wxunknown/push", "/v1/nowhere"]) {
      for (let time = 0; time < 3; time++) {
        const { failure, answer } = await post(path, size, chunked);
        expect(failure, path).toBeUndefined();
        expect(answer, path).toMatch(/^HTTP\/1.1 4(?:13|03|04) /);
        expect(answer, path).toMatch(/\r\nconnection: close\r\n/i);
      }
    }
  },
);

test("a site's own server does the same", async () => {
  const server = createServer((request, response) => stage.saoma.node(request, response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  for (const path of [...readers(), "/v1/nowhere"]) {
    const { failure, answer } = await post(path, 3_000_000, false, { ...listener, port });
    expect(failure, path).toBeUndefined();
    expect(answer, path).toMatch(/\r\nconnection: close\r\n/i);
  }
  await once(server.close(), "close");
});

// A separate function on each response keeps the response in memory for longer, which made a push a fifth slower.
test("our own server's responses are not given a function each", async () => {
  const arrived = once(listener.server, "request");
  await post(`/wechat/${stage.appid}/push`, 300_000, false);
  const [, response] = await arrived;
  expect(Object.hasOwn(response, "writeHead")).toBe(false);
});

test("the bytes that are read after a response are limited", async () => {
  const heard = await post("/wechat/wxunknown/push", 60_000_000, false);
  expect(heard.answer).toMatch(/^HTTP\/1.1 403 /);
  const idle = connect(listener.port, "127.0.0.1");
  const closed = once(idle, "close");
  idle.on("error", () => {});
  idle.write(`${head("/wechat/wxunknown/push", "Content-Length: 1000000")}x`);
  await once(idle, "data");
  await stage.clock.advance(4_999);
  expect(idle.destroyed).toBe(false);
  await stage.clock.advance(1);
  await closed;
});
