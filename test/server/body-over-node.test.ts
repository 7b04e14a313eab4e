import { once } from "node:events";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Listener, listen, type NodeHandler } from "../../src/server/listener.ts";
import { type Stage, setStage } from "../stage/stage.ts";

let stage: Stage;
const listeners: Listener[] = [];

beforeEach(async () => {
  stage = await setStage();
});

afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close(0);
  await stage.close();
});

async function listening(handler: NodeHandler = (request, response) => stage.saoma.node(request, response)) {
  const listener = await listen({ host: "127.0.0.1", port: 0, handler });
  listeners.push(listener);
  return listener;
}

/** Starts an attempt of a client that is no browser. */
const start = async ({ url }: Listener, body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/attempts`, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

test("a body is read whole, also in parts, and one that is too long, no JSON or no UTF-8 is refused", async () => {
  const listener = await listening();
  const whole = await start(listener, '{"claim":"header"}');
  expect([whole.status, ((await whole.json()) as { claim: unknown }).claim]).toEqual([201, expect.any(String)]);
  const parts = new ReadableStream({
    start(controller) {
      for (const part of ['{"claim":', '"header"}']) controller.enqueue(Buffer.from(part));
      controller.close();
    },
  });
  const init = { method: "POST", body: parts, duplex: "half", headers: { "content-type": "application/json" } };
  expect((await fetch(`${listener.url}/v1/attempts`, init as RequestInit)).status).toBe(201);
  const long = await start(listener, JSON.stringify({ claim: "header", application: "x".repeat(17_000) }));
  expect([long.status, ((await long.json()) as { code: unknown }).code]).toEqual([413, "too_large"]);
  expect((await start(listener, "{")).status).toBe(400);
});

test.each(["before it is read", "while it is read"])("a client may leave in its body, %s", async (when) => {
  const ended: Promise<unknown>[] = [];
  const listener = await listening(async (request, response) => {
    if (when === "before it is read") await once(request, "close").catch(() => {});
    const answer = Promise.resolve(stage.saoma.node(request, response));
    ended.push(answer);
    return answer;
  });
  const socket = connect(listener.port, "127.0.0.1");
  socket.write(
    "POST /v1/attempts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{",
  );
  const [request] = await once(listener.server, "request");
  socket.destroy();
  if (!request.closed) await once(request, "close").catch(() => {});
  await new Promise(setImmediate);
  await Promise.all(ended);
  expect(ended).toHaveLength(1);
});

test("a body that a handler before ours has read is taken as none, as over fetch", async () => {
  const listener = await listening(async (request, response) => {
    await buffer(request);
    return stage.saoma.node(request, response);
  });
  const answer = await start(listener, '{"claim":"header"}');
  expect(((await answer.json()) as { code: unknown }).code).toBe("origin_not_allowed");
});
