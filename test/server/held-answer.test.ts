import type { ServerResponse } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import type { RawAnswer } from "../../src/http/raw-answer.ts";
import { holdAnswer } from "../../src/server/held-answer.ts";
import { listen } from "../../src/server/listener.ts";

async function serving(handler: (response: ServerResponse) => void): Promise<string> {
  const listener = await listen({ port: 0, host: "127.0.0.1", handler: (_, response) => handler(response) });
  onTestFinished(() => listener.close(0));
  return listener.url;
}

/** Answers a held request later. It learns when no client waits any more. */
function createAnswerer() {
  const [begun, stopped] = [Promise.withResolvers<(answer: RawAnswer) => void>(), Promise.withResolvers<void>()];
  let stops = 0;
  const begin = (send: (answer: RawAnswer) => void) => {
    begun.resolve(send);
    return () => {
      stops++;
      stopped.resolve();
    };
  };
  return { begin, send: begun.promise, stopped: stopped.promise, stops: () => stops };
}

const answer = { status: 200, headers: ["Content-Type", "application/json", "ETag", '"2"'], body: '{"名":1}' };

test("a held response is sent whole, and the answerer is told once that it is over", async () => {
  const answerer = createAnswerer();
  const url = await serving((response) => holdAnswer(response, answerer.begin));
  const asked = fetch(url);
  const send = await answerer.send;
  send(answer);
  const response = await asked;
  expect([response.status, response.headers.get("etag"), response.headers.get("content-length")]).toEqual([
    200,
    '"2"',
    "9",
  ]);
  expect(response.headers.get("transfer-encoding")).toBe(null);
  expect(await response.json()).toEqual({ 名: 1 });
  await answerer.stopped;
  send(answer); // has no reader, and is no error
  expect(answerer.stops()).toBe(1);
});

test("304 has no length, as it has no body", async () => {
  const url = await serving((response) =>
    holdAnswer(response, (send) => {
      send({ status: 304, headers: ["ETag", '"1"'], body: "" });
      return () => {};
    }),
  );
  const response = await fetch(url);
  expect([response.status, response.headers.get("content-length")]).toEqual([304, null]);
});

test("when the client leaves, the answerer is told", async () => {
  const answerer = createAnswerer();
  const url = await serving((response) => holdAnswer(response, answerer.begin));
  const waiting = new AbortController();
  const asked = fetch(url, { signal: waiting.signal }).catch(() => "gone");
  const send = await answerer.send;
  waiting.abort();
  await answerer.stopped;
  send(answer); // has no reader, and is no error
  expect(await asked).toBe("gone");
});

test("a client that has gone before is not waited for", async () => {
  const answerer = createAnswerer();
  const arrived = Promise.withResolvers<ServerResponse>();
  const url = await serving(arrived.resolve);
  const leaving = new AbortController();
  const asked = fetch(url, { signal: leaving.signal }).catch(() => "gone");
  const response = await arrived.promise;
  const closed = new Promise((resolve) => response.once("close", resolve));
  leaving.abort();
  await Promise.all([asked, closed]);
  holdAnswer(response, answerer.begin);
  await answerer.stopped;
});
