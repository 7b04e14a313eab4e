import { expect, test } from "vitest";
import { createSimulator, type SimulatorOptions } from "../../src/simulator/index.ts";

const get = (path: string, options: SimulatorOptions = {}, headers: Record<string, string> = {}) =>
  createSimulator(options).fetch(new Request(`http://127.0.0.1:7090${path}`, { headers }));

test.each([
  ["/", "phone"],
  ["/log", "log"],
])("%s is one page with its own script and style, and nothing inline", async (path, name) => {
  const response = await get(path);
  const html = await response.text();
  expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file)).toEqual([
    "/icon.svg",
    `/${name}.css`,
    `/${name}.js`,
  ]);
  expect(html).not.toMatch(/<style|style=|<script(?! type="module" src)/);
});

test.each([
  ["/phone.css", /^text\/css/],
  ["/log.css", /^text\/css/],
  ["/log.js", /^text\/javascript/],
  ["/phone.js", /^text\/javascript/],
  ["/icon.svg", /^image\/svg\+xml/],
])("%s is served", async (path, type) => {
  const response = await get(path);
  expect([response.status, (await response.text()).length > 50]).toEqual([200, true]);
  expect(response.headers.get("content-type")).toMatch(type);
});

test("the policy allows the page's own parts only, and frames on loopback", async () => {
  const { headers } = await get("/");
  expect(headers.get("content-security-policy")?.split("; ").sort()).toEqual([
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors http://127.0.0.1:* http://localhost:*",
    // A mini-program's page, as its developer serves it.
    "frame-src 'self' http://127.0.0.1:* http://localhost:*",
    "img-src 'self' data: blob:",
    "script-src 'self'",
    "style-src 'self'",
  ]);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-frame-options")).toBeNull();
});

test("who may frame the phones can be named", async () => {
  const { headers } = await get("/", { frameAncestors: ["https://shop.example.test"] });
  expect(headers.get("content-security-policy")).toContain("frame-ancestors https://shop.example.test");
});

test("under a stranger's host name there is no page", async () => {
  expect((await get("/", {}, { host: "evil.test" })).status).toBe(403);
});

test("what a browser asks for by itself is no unknown call", async () => {
  const sim = createSimulator();
  expect((await sim.fetch(new Request("http://127.0.0.1/favicon.ico"))).status).toBe(301);
  expect(sim.control.log().unknownCalls).toEqual([]);
});
