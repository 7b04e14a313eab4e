import { once } from "node:events";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type Listener, type ListenOptions, listen } from "../../src/server/listener.ts";
import { createFakeClock } from "../../src/testing/index.ts";

async function listening(options: Partial<ListenOptions> & Pick<ListenOptions, "handler">): Promise<Listener> {
  const listener = await listen({ port: 0, host: "127.0.0.1", ...options });
  onTestFinished(() => listener.close(0));
  return listener;
}

test("port 0 is any free one, and the address says which", async () => {
  const { url, port } = await listening({ handler: (_, response) => void response.end("hello") });
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(await (await fetch(url)).text()).toBe("hello");
});

test("a taken port is refused with Node's code", async () => {
  const { port } = await listening({ handler: () => {} });
  await expect(listening({ port, handler: () => {} })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("a handler that throws is an empty 500, and told", async () => {
  const errors: unknown[] = [];
  const handler = () => Promise.reject(new Error("broken"));
  const { url } = await listening({ handler, onError: (error) => errors.push(error) });
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([500, ""]);
  expect(errors).toEqual([expect.objectContaining({ message: "broken" })]);
});

test("closing lets running requests finish, and accepts no new ones", async () => {
  const entered = Promise.withResolvers<void>();
  const leave = Promise.withResolvers<void>();
  const { url, close } = await listening({
    clock: createFakeClock(), // so that no timeout cuts a connection
    async handler(_, response) {
      entered.resolve();
      await leave.promise;
      response.end("finished");
    },
  });
  const answer = fetch(url).then((response) => response.text());
  await entered.promise;
  const closed = close();
  await expect(fetch(url)).rejects.toThrow();
  leave.resolve();
  expect(await answer).toBe("finished");
  await closed;
});

test("closing does not wait for idle connections", async () => {
  const { port, url, close } = await listening({ handler: (_, response) => void response.end() });
  await (await fetch(url)).text();
  const idle = connect(port, "127.0.0.1");
  await once(idle, "connect");
  idle.on("error", () => {});
  await close();
});

test("after its patience, closing cuts what never ends", async () => {
  const clock = createFakeClock();
  const entered = Promise.withResolvers<void>();
  const { url, close } = await listening({ clock, handler: () => entered.resolve() });
  const answer = fetch(url).then(
    () => "answered",
    () => "cut",
  );
  await entered.promise;
  const closed = close();
  await clock.advance(9_999);
  await clock.advance(1);
  expect(await answer).toBe("cut");
  await closed;
});

test("headers of more than 16 KiB are refused", async () => {
  const { url } = await listening({ handler: (_, response) => void response.end() });
  const response = await fetch(url, { headers: { "x-long": "x".repeat(17_000) } });
  expect(response.status).toBe(431);
});
