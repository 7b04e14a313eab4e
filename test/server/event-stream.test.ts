import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { sendEvents } from "../../src/server/event-stream.ts";
import { listen } from "../../src/server/listener.ts";

const headers = { "content-type": "text/event-stream" };

async function serving(handler: (response: ServerResponse) => Promise<void>): Promise<{ url: string; port: number }> {
  const listener = await listen({ port: 0, host: "127.0.0.1", handler: (_, response) => handler(response) });
  onTestFinished(() => listener.close(0));
  return listener;
}

/** Events that come when they are pushed, and that know when nobody wants them any more. */
function createSource() {
  const closed = Promise.withResolvers<void>();
  let next = Promise.withResolvers<string | undefined>();
  async function* events() {
    try {
      for (;;) {
        const block = await next.promise;
        if (block === undefined) return;
        next = Promise.withResolvers();
        yield block;
      }
    } finally {
      closed.resolve();
    }
  }
  return { events: events(), push: (block?: string) => next.resolve(block), closed: closed.promise };
}

const never = new AbortController().signal;

test("each block reaches the reader when it comes, and the stream ends with the events", async () => {
  const source = createSource();
  const { url } = await serving((response) => sendEvents(response, headers, source.events, never));
  const response = await fetch(url);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  source.push("data: 1\n\n");
  expect((await reader?.read())?.value).toBe("data: 1\n\n");
  source.push("data: 2\n\n");
  expect((await reader?.read())?.value).toBe("data: 2\n\n");
  source.push();
  expect((await reader?.read())?.done).toBe(true);
});

test("an abort ends the stream properly, although no event came", async () => {
  const stopping = new AbortController();
  const source = createSource();
  const { url } = await serving((response) => sendEvents(response, headers, source.events, stopping.signal));
  const response = await fetch(url);
  stopping.abort();
  expect(await response.text()).toBe("");
});

test("when the reader goes, the events are given back", async () => {
  const source = createSource();
  const gone = Promise.withResolvers<void>();
  const { url } = await serving(async (response) => {
    response.once("close", gone.resolve);
    await sendEvents(response, headers, source.events, never);
  });
  const reading = new AbortController();
  await fetch(url, { signal: reading.signal });
  reading.abort();
  await gone.promise;
  source.push("data: 1\n\n");
  await source.closed;
});

test("a reader who does not read is dropped before much is buffered for it", async () => {
  const block = `data: ${"x".repeat(16 * 1024)}\n\n`;
  let sent = 0;
  async function* endless() {
    for (; sent < 10_000; sent++) {
      yield block;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
  const over = Promise.withResolvers<number>();
  const { port } = await serving(async (response) => {
    await sendEvents(response, headers, endless(), never);
    over.resolve(response.writableLength);
  });
  const slow = connect(port, "127.0.0.1");
  onTestFinished(() => void slow.destroy());
  slow.on("error", () => {});
  slow.pause();
  slow.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  await over.promise;
  expect(sent).toBeLessThan(10_000);
});

test("events that fail drop the reader and harm nobody else", async () => {
  async function* failing(): AsyncGenerator<string> {
    yield "data: 1\n\n";
    throw new Error("the database is gone");
  }
  const { url } = await serving((response) => sendEvents(response, headers, failing(), never));
  const response = await fetch(url);
  await expect(response.text()).rejects.toThrow();
});

test("a reader that has gone before the first event is no error", async () => {
  const source = createSource();
  const done = Promise.withResolvers<void>();
  const { port } = await serving(async (response) => {
    response.socket?.destroy();
    await once(response, "close");
    await sendEvents(response, headers, source.events, never);
    done.resolve();
  });
  connect(port, "127.0.0.1", function (this: import("node:net").Socket) {
    this.on("error", () => {});
    this.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  });
  await done.promise;
});
