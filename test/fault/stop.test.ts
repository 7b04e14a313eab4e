import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { defaultWorld, serveSimulator } from "../../src/simulator/index.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { folderWith, type Running, running } from "../cli/saoma.ts";

/** `saoma serve` against a simulated WeChat, both as separate processes. */
async function serving(...more: string[]): Promise<Running> {
  const wechat = await serveSimulator({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => wechat.close());
  const account = defaultWorld().accounts.find(({ kind }) => kind === "service");
  const { appid, secret, token, aesKey } = account ?? {};
  const origins = { api: wechat.url, mp: wechat.url, open: wechat.url };
  const options = {
    origin: "https://login.saoma.test",
    secret: "kT3vQ9xW1nB7sL5pZ8cR2mJ6hF4dG0yA-stop",
    database: { path: "saoma.db" },
    sources: [{ kind: "service", name: "青禾", appid, secret, token, aesKey, origins }],
    applications: [{ id: "shop", name: "青禾茶铺" }],
  };
  const cwd = folderWith({ "saoma.config.mjs": `export default ${JSON.stringify(options)}` });
  return running(["serve", "--port", "0", ...more], { cwd });
}

test("SIGTERM ends all waiting requests with a response and not with an error, and exits 0 at once", async () => {
  const { url, stop } = await serving();
  const headers = { "content-type": "application/json" };
  const started = await fetch(`${url}/v1/attempts`, { method: "POST", headers, body: '{"claim":"header"}' });
  const { id, claim = "" } = (await started.json()) as StartedAttempt;
  const authorization = `Claim ${claim}`;

  const events = await fetch(`${url}/v1/attempts/${id}/events`, { headers: { authorization } });
  const stream = events.text();
  const polled = { authorization, "if-none-match": '"1"', prefer: "wait=30" };
  const held = fetch(`${url}/v1/attempts/${id}`, { headers: polled });
  const socket = new WebSocket(`${url.replace("http", "ws")}/v1/attempts/${id}/socket`);
  await once(socket, "open");
  socket.send(JSON.stringify({ claim }));
  await once(socket, "message");
  const closed = once(socket, "close");

  const asked = performance.now();
  const { code, stderr } = await stop();
  console.log(`stopped within ${Math.round(performance.now() - asked)} ms`);
  expect(code).toBe(0);
  expect((await held).status).toBe(304);
  expect(await stream).toMatch(/^retry: \d+\n\nevent: status\nid: 1\ndata: \{.*"pending".*\}\n\n$/);
  expect(await closed).toMatchObject([{ code: 1001 }]);
  expect(stderr).not.toContain('"level":"error"');
});

test("with --drain-delay, /readyz says no first, and everything else is answered until the time is over", async () => {
  const { url, stop } = await serving("--drain-delay", "3");
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const asked = performance.now();
  const stopped = stop();
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 2_500 }).toBe(503);
  const headers = { "content-type": "application/json" };
  const started = await fetch(`${url}/v1/attempts`, { method: "POST", headers, body: '{"claim":"header"}' });
  expect(started.status).toBe(201);
  const { id, claim = "" } = (await started.json()) as StartedAttempt;
  const seen = await fetch(`${url}/v1/attempts/${id}`, { headers: { authorization: `Claim ${claim}` } });
  expect(seen.status).toBe(200);
  expect((await stopped).code).toBe(0);
  expect(performance.now() - asked).toBeGreaterThan(2_500);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});
