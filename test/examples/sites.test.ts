import { once } from "node:events";
import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import { clone, prepareExamples, prepareNext, run } from "./install.ts";
import { runSite, type Site } from "./site.ts";

beforeAll(() => {
  prepareExamples();
  prepareNext();
}, 600_000);

async function start(site: Site): Promise<StartedAttempt> {
  const response = await site.request("POST", "/v1/attempts", { application: "shop" });
  expect(response.status).toBe(201);
  return (await response.json()) as StartedAttempt;
}

/** 小明 scans, follows, and confirms. */
async function act({ simulator }: Site, { qr }: StartedAttempt): Promise<void> {
  const { appid = "" } = await simulator.control.scan("xiaoming", { image: qr?.image ?? "" });
  await simulator.control.follow("xiaoming", appid);
  await simulator.control.send("xiaoming", appid, "1");
}

async function redeem(site: Site, { id }: StartedAttempt): Promise<SessionView> {
  const response = await site.request("POST", `/v1/attempts/${id}/redeem`, {});
  expect(response.status).toBe(200);
  return (await response.json()) as SessionView;
}

const sites = ["node", "express", "fastify", "hono"];

test.each([...sites, "next"])("the site on %s leaves Saoma's other paths to Saoma", async (name) => {
  const site = await runSite(name);
  expect(await (await site.request("GET", "/.well-known/jwks.json")).json()).toHaveProperty("keys");
  const unknown = await site.request("POST", "/mini-program/wx00000000000000aa/login", { code: "x" });
  expect(await unknown.json()).toMatchObject({ code: "not_found" });
  // Next.js serves that file from its own folder public/.
  if (name === "next") return;
  expect(await (await site.request("GET", "/MP_verify_none.txt")).json()).toMatchObject({ code: "not_found" });
});

test.each([...sites, "next"])(
  "the site on %s protects a page, signs a person in, and shows it to them",
  async (name) => {
    const site = await runSite(name);
    const page = await site.request("GET", "/");
    expect([page.status, page.headers.get("content-type")?.toLowerCase()]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await page.text()).toContain("<saoma-login");
    const script = await site.request("GET", "/saoma-login.js");
    expect([script.status, script.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    const refused = await site.request("GET", "/orders");
    expect([Math.floor(refused.status / 100), refused.headers.get("location")]).toEqual([3, "/"]);
    const attempt = await start(site);
    await act(site, attempt);
    const { account } = await redeem(site, attempt);
    const shown = await site.request("GET", "/orders");
    expect(shown.status).toBe(200);
    // React marks the border between two texts.
    expect((await shown.text()).replaceAll("<!-- -->", "")).toContain(`Orders of ${account.name}`);
  },
);

test.each([...sites, "next"])("the site on %s streams events as they happen", async (name) => {
  const site = await runSite(name);
  const attempt = await start(site);
  const events = await site.request("GET", `/v1/attempts/${attempt.id}/events`);
  expect(events.headers.get("content-type")).toContain("text/event-stream");
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  for (const status of ["pending", "granted"]) {
    while (!seen.includes(status)) seen += (await reader?.read())?.value;
    if (status === "pending") await act(site, attempt);
  }
  await reader?.cancel();
});

test.each(sites)("the site on %s takes WebSockets, lets go of them on SIGTERM, and exits with 0", async (name) => {
  const site = await runSite(name);
  const { id } = await start(site);
  const headers = { origin: site.url, cookie: site.cookie() };
  const socket = new WebSocket(`${site.url.replace("http", "ws")}/v1/attempts/${id}/socket`, { headers });
  const [frame] = await once(socket, "message");
  expect(JSON.parse(String(frame))).toMatchObject({ id, status: "pending" });
  const [[code], exit] = await Promise.all([once(socket, "close"), site.stop()]);
  expect([code, exit]).toEqual([1001, 0]);
});

test.each([...sites, "next"])("the site on %s closes the database on Ctrl-C, with a page open", async (name) => {
  const site = await runSite(name);
  const { id } = await start(site);
  const events = await site.request("GET", `/v1/attempts/${id}/events`);
  expect(existsSync(`${site.database}-wal`)).toBe(true);
  expect(await site.stop("SIGINT")).toBe(0);
  await events.body?.cancel().catch(() => {});
  expect(existsSync(`${site.database}-wal`)).toBe(false);
});

test("the examples keep to the package's types", () => {
  expect(() => run("tsc", ["-p", "examples/tsconfig.json"], clone)).not.toThrow();
});
