import { afterEach, beforeEach, expect, test } from "vitest";
import { operations } from "../../src/http/operations/operations.ts";
import type { createBrowser } from "../stage/browser.ts";
import { origin, problem, redeem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage({ application: { origins: ["https://shop.saoma.test"] } });
});

afterEach(() => stage.close());

/** All calls of attempts. A new one is tested without a change here. */
const calls = operations
  .filter(({ path }) => path.startsWith("/v1/attempts/{id}"))
  .map(({ method, path }) => [method, path.slice("/v1/attempts/{id}".length)] as const);

/** A response without its request id. */
async function bytes(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
  return JSON.stringify([response.status, headers, await response.text()]);
}

test("without the claim, no public id gets an answer other than that of an id that never existed", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  const ticketed = started.qr?.content?.split("/").at(-1) ?? "";
  await stage.scan("xiaoming", started);
  const entry = JSON.stringify(stage.simulator.control.log().entries);
  const scene = /qrscene_([\w-]{22})/.exec(entry)?.[1] ?? "AAAAAAAAAAAAAAAAAAAAAA";
  const strangers = {
    "no cookie": {},
    "another browser's cookie": { cookie: `__Host-saoma_browser=${"B".repeat(43)}` },
    "a wrong claim": { authorization: `Claim ${"C".repeat(43)}` },
    "a wrong claim as a bearer": { authorization: `Bearer ${"C".repeat(43)}` },
    "the attempt's id as a claim": { authorization: `Claim ${started.id}` },
    "a claim that is none": { authorization: "Claim 💥".replace("💥", "x") },
  };
  expect(calls.length).toBeGreaterThanOrEqual(8);
  for (const [method, path] of calls) {
    const ask = (id: string, headers: Record<string, string>) =>
      stage.browser().request(method, `/v1/attempts/${id}${path}`, { headers });
    for (const [who, headers] of Object.entries(strangers)) {
      const never = await bytes(await ask("A".repeat(22), headers));
      expect(never, `${method} ${path} ${who}`).toContain("404");
      for (const id of [started.id, scene, ticketed]) {
        expect(await bytes(await ask(id, headers)), `${method} ${path} ${who}`).toBe(never);
      }
    }
  }
  expect((await browser.request("GET", `/v1/attempts/${started.id}`)).status).toBe(200);
});

test("a claim is taken as a bearer, as generated clients send it, and needs no origin", async () => {
  const device = stage.browser();
  const started = await start(device, { claim: "header" });
  const headers = { authorization: `Bearer ${started.claim}`, origin: null };
  expect((await device.request("GET", `/v1/attempts/${started.id}`, { headers })).status).toBe(200);
  expect((await device.request("DELETE", `/v1/attempts/${started.id}`, { headers })).status).toBe(200);
  expect(await problem(await device.request("GET", "/v1/session", { headers }))).toBe("401 not_signed_in");
});

test("one attempt's claim opens no other attempt", async () => {
  const device = stage.browser();
  const [one, other] = [await start(device, { claim: "header" }), await start(device, { claim: "header" })];
  const headers = { authorization: `Claim ${one.claim}` };
  expect((await device.request("GET", `/v1/attempts/${one.id}`, { headers })).status).toBe(200);
  expect(await problem(await device.request("GET", `/v1/attempts/${other.id}`, { headers }))).toBe(
    "404 attempt_not_found",
  );
});

const foreign = [
  "https://evil.test",
  "https://login.saoma.test.evil.test",
  "https://evil-login.saoma.test",
  "http://login.saoma.test",
  "https://login.saoma.test:8443",
  "https://shop.saoma.test.",
  "https://SHOP.saoma.test",
  "https://a.shop.saoma.test",
  "null",
  "",
];

test("a page of a foreign origin changes nothing, with whatever cookies", async () => {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  for (const from of foreign) {
    const headers = { origin: from };
    for (const [method, path] of calls.filter(([method]) => method !== "GET")) {
      const response = await browser.request(method, `/v1/attempts/${started.id}${path}`, { headers });
      expect(await problem(response), `${method} ${path} from ${from}`).toBe("403 origin_not_allowed");
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(await problem(await browser.request("POST", "/v1/attempts", { body: {}, headers }))).toMatch(/^403/);
    expect(await problem(await browser.request("DELETE", "/v1/session", { headers }))).toMatch(/^403/);
  }
  expect(await problem(await browser.request("POST", "/v1/attempts", { headers: { origin: null } }))).toMatch(/^403/);
  const crossSite = { "sec-fetch-site": "cross-site" };
  expect(await problem(await redeem({ ...browser, request: withHeaders(browser, crossSite) }, started))).toMatch(
    /^403/,
  );
  expect((await redeem(browser, started)).status).toBe(200);
});

const withHeaders =
  (browser: ReturnType<typeof createBrowser>, headers: Record<string, string>): typeof browser.request =>
  (method, path, options) =>
    browser.request(method, path, { ...options, headers: { ...options?.headers, ...headers } });

test("CORS opens to exactly the application's origins", async () => {
  const listed = await stage
    .browser()
    .request("OPTIONS", "/v1/attempts", { headers: { origin: "https://shop.saoma.test" } });
  expect(listed.status).toBe(204);
  expect(listed.headers.get("access-control-allow-origin")).toBe("https://shop.saoma.test");
  expect(listed.headers.get("access-control-allow-credentials")).toBe("true");
  for (const from of foreign) {
    const response = await stage.browser().request("OPTIONS", "/v1/attempts", { headers: { origin: from } });
    expect(response.headers.get("access-control-allow-origin"), from).toBeNull();
  }
});

test("the browser's cookies are out of scripts' reach and bound to this host over TLS", async () => {
  const response = await stage.browser().request("POST", "/v1/attempts", { body: {} });
  const [cookie = ""] = response.headers.getSetCookie();
  for (const part of ["__Host-saoma_browser=", "Path=/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=31536000"]) {
    expect(cookie).toContain(part);
  }
});

test("every answer says that it is not to be cached, framed, sniffed or told to others", async () => {
  for (const path of ["/v1/session", "/healthz", "/nowhere"]) {
    const { headers } = await stage.browser().request("GET", path);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toContain("max-age");
  }
});

const bad: readonly (readonly [string, unknown, string])[] = [
  ["not JSON", "{", "400 invalid_request"],
  ["not an object", "[]", "400 invalid_request"],
  ["null", "null", "400 invalid_request"],
  ["a misspelt option", { aplication: "shop" }, "400 invalid_request"],
  ["an unknown channel", { channel: "carrier-pigeon" }, "400 invalid_request"],
  ["an unknown application", { application: "nobody" }, "400 invalid_request"],
  ["a source that is none of ours", { source: "wx0000000000000000" }, "400 invalid_request"],
  ["a purpose nobody knows", { purpose: "takeover" }, "400 invalid_request"],
  ["returnTo on a foreign origin", { returnTo: "https://evil.test/" }, "403 origin_not_allowed"],
  ["returnTo that is a script", { returnTo: "javascript:alert(1)" }, "400 invalid_request"],
  ["too large", { application: "x".repeat(20_000) }, "413 too_large"],
];

for (const [what, body, code] of bad) {
  test(`a start that is ${what} is refused with ${code}, and no QR is burnt`, async () => {
    expect(await problem(await stage.browser().request("POST", "/v1/attempts", { body }))).toBe(code);
    expect(JSON.stringify(stage.simulator.control.log().entries)).not.toContain("qrcode/create");
  });
}

test("a bad request names everything that is wrong with it", async () => {
  const body = { channel: "x", claim: "y", extra: 1 };
  const answer = (await (await stage.browser().request("POST", "/v1/attempts", { body })).json()) as {
    errors: { path: string }[];
  };
  expect(answer.errors.map(({ path }) => path).toSorted()).toEqual(["", "channel", "claim"]);
});

test("a body of another type is refused, so that no form can send it", async () => {
  const headers = { "content-type": "text/plain" };
  const response = await stage.browser().request("POST", "/v1/attempts", { body: {}, headers });
  expect(await problem(response)).toBe("400 invalid_request");
});

test("an unknown path is a 404 with a code", async () => {
  expect(await problem(await stage.browser().request("GET", "/v1/nothing"))).toBe("404 not_found");
  expect(origin).toBeDefined();
});

test("the widget is served as one script that pages of any origin may load and keep", async () => {
  const response = await stage.browser().request("GET", "/saoma-login.js");
  expect(response.headers.get("content-type")).toMatch(/^text\/javascript/);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(await response.text()).toContain("saoma-login");
  const headers = { "if-none-match": response.headers.get("etag") ?? "" };
  expect((await stage.browser().request("GET", "/saoma-login.js", { headers })).status).toBe(304);
});
