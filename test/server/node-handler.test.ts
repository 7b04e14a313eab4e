import { afterEach, beforeEach, expect, test } from "vitest";
import { type Listener, listen } from "../../src/server/listener.ts";
import { type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;
let listener: Listener;
const errors: unknown[] = [];

beforeEach(async () => {
  stage = await setStage();
  const handler = (...[request, response]: Parameters<typeof stage.saoma.node>) => stage.saoma.node(request, response);
  listener = await listen({ host: "127.0.0.1", port: 0, handler, onError: (error) => errors.push(error) });
});

afterEach(async () => {
  await listener.close();
  await stage.close();
  expect(errors).toEqual([]);
});

test("streams events over Node's own response, headers and all, and bears a reader who leaves", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const leave = new AbortController();
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const response = await fetch(`${listener.url}/v1/attempts/${started.id}/events`, {
    headers: { cookie },
    signal: leave.signal,
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-hono-already-sent")).toBeNull();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  const until = async (status: string) => {
    while (!seen.includes(status)) seen += (await reader?.read())?.value;
  };
  await until("pending");
  await stage.scan("xiaoming", started);
  await until("scanned");
  leave.abort();
  await stage.tap("xiaoming", "是我，登录");
});

test("answers like `fetch` if the response is no stream", async () => {
  const [health, session] = [await fetch(`${listener.url}/healthz`), await fetch(`${listener.url}/v1/session`)];
  expect([health.status, session.status]).toEqual([200, 401]);
  expect(await session.json()).toMatchObject({ code: "not_signed_in" });
});

test("as middleware, passes on the site's requests, and answers its own, also unknown ones", async () => {
  const site = await listen({
    host: "127.0.0.1",
    port: 0,
    handler: (request, response) => stage.saoma.node(request, response, () => response.end("the site's")),
    onError: (error) => errors.push(error),
  });
  const ask = async (path: string) => (await fetch(`${site.url}${path}`)).text();
  expect([await ask("/"), await ask("/healthz"), await ask("/orders?v=/v1/")]).toEqual(Array(3).fill("the site's"));
  expect(await ask("/mini-program/wx00000000000000aa/login")).toContain('"not_found"');
  expect(JSON.parse(await ask("/.well-known/jwks.json"))).toHaveProperty("keys");
  expect(await ask("/MP_verify_none.txt")).toContain('"not_found"');
  await site.close();
});
