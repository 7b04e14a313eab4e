import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { EventWriter } from "../../src/http/event-source.ts";
import { openEvents } from "../../src/server/event-stream.ts";
import { listen } from "../../src/server/listener.ts";

const headers = { "content-type": "text/event-stream" };

async function serving(
  handler: (response: ServerResponse) => void | Promise<void>,
): Promise<{ url: string; port: number }> {
  const listener = await listen({ port: 0, host: "127.0.0.1", handler: (_, response) => handler(response) });
  onTestFinished(() => listener.close(0));
  return listener;
}

/** A source of events. It gets the stream's writer, and learns when the stream has no reader any more. */
function createSource() {
  const [begun, closed] = [Promise.withResolvers<EventWriter>(), Promise.withResolvers<void>()];
  const begin = (writer: EventWriter) => {
    begun.resolve(writer);
    return closed.resolve;
  };
  return { begin, writer: begun.promise, closed: closed.promise };
}

test("each block reaches the reader when it comes, and the stream ends with the events", async () => {
  const source = createSource();
  const { url } = await serving((response) => openEvents(response, headers, source.begin));
  const response = await fetch(url);
  const writer = await source.writer;
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  writer.write("data: 1\n\n");
  expect((await reader?.read())?.value).toBe("data: 1\n\n");
  writer.write("data: 2\n\n");
  expect((await reader?.read())?.value).toBe("data: 2\n\n");
  writer.end();
  expect((await reader?.read())?.done).toBe(true);
  await source.closed;
  writer.write("data: 3\n\n"); // has no reader, and is no error
});

test("a stream that is ended ends properly, although no event came", async () => {
  const source = createSource();
  const { url } = await serving((response) => openEvents(response, headers, source.begin));
  const response = await fetch(url);
  (await source.writer).end();
  expect(await response.text()).toBe("");
});

test("when the reader leaves, the writer is told", async () => {
  const source = createSource();
  const { url } = await serving((response) => openEvents(response, headers, source.begin));
  const reading = new AbortController();
  await fetch(url, { signal: reading.signal });
  reading.abort();
  await source.closed;
});

test("a reader who does not read is disconnected before much is buffered for it", async () => {
  const block = `data: ${"x".repeat(16 * 1024)}\n\n`;
  const source = createSource();
  const { port } = await serving((response) => openEvents(response, headers, source.begin));
  const slow = connect(port, "127.0.0.1");
  onTestFinished(() => void slow.destroy());
  slow.on("error", () => {});
  slow.pause();
  slow.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  const writer = await source.writer;
  let [sent, over] = [0, false];
  void source.closed.then(() => {
    over = true;
  });
  for (; !over && sent < 10_000; sent++) {
    writer.write(block);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  expect(sent).toBeLessThan(10_000);
});

test("events that fail disconnect the reader, and affect no other", async () => {
  const { url } = await serving((response) =>
    openEvents(response, headers, (writer) => {
      writer.write("data: 1\n\n");
      throw new Error("the database is gone");
    }),
  );
  await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
});

test("a reader that has gone before the first event is no error", async () => {
  const source = createSource();
  const { port } = await serving(async (response) => {
    response.socket?.destroy();
    await once(response, "close");
    openEvents(response, headers, source.begin);
  });
  connect(port, "127.0.0.1", function (this: import("node:net").Socket) {
    this.on("error", () => {});
    this.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  });
  await source.closed;
});
