import { afterEach, beforeEach, expect, test } from "vitest";
import { operations } from "../../src/http/operations/operations.ts";
import type { Browser, BrowserOptions } from "../stage/browser.ts";
import { createBrowser } from "../stage/browser.ts";
import { origin, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

// For another application's page, cookie, claim or token, an attempt or session of this application does not exist:
// every route returns the same bytes as for an id that does not exist.

let stage: Stage;

const shop = "https://shop.saoma.test";
const admin = "https://admin.saoma.test";

beforeEach(async () => {
  const applications = [
    { id: "shop", name: "茶铺", origins: [shop], confirm: "never" as const },
    { id: "admin", name: "后台", origins: [admin], confirm: "never" as const },
  ];
  stage = await setStage({ also: ["mini-program"], options: { applications } });
});

afterEach(() => stage.close());

const unknown = "A".repeat(22);
const madeUp = "B".repeat(43);

/** What a client may see of a response, without its request id. */
async function bytesOf(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
  const text = response.headers.get("content-type")?.includes("event-stream") ? "a stream" : await response.text();
  return JSON.stringify([response.status, headers.toSorted(), text]);
}

const client = (): Browser => createBrowser({ fetch: (request, env) => stage.saoma.fetch(request, env) }, origin);

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A signed-in device of an application, without cookies. */
async function device(application: string): Promise<Tokens> {
  const tv = client();
  const started = await start(tv, { application, claim: "header" });
  await stage.scan("xiaoming", started);
  const headers = { authorization: `Claim ${started.claim}`, origin: null };
  const response = await tv.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { mode: "token" }, headers });
  return (await response.json()) as Tokens;
}

const bodies: Readonly<Record<string, unknown>> = {
  "/v1/attempts/{id}/code": { text: "ABCD-EFGH" },
  "/v1/attempts/{id}/pair": { pairingCode: "123456" },
  "/v1/attempts/{id}/phone": { phone: "+8613800138000", pairingCode: "123456" },
};

type Call = readonly [method: string, path: string, body: unknown];

/** Every route of attempts, also the one that is not in the OpenAPI description. */
const attemptCalls = (id: string): Call[] =>
  [...operations.map(({ method, path }) => [method, path] as const), ["POST", "/v1/attempts/{id}/pair"] as const]
    .filter(([, path]) => path.startsWith("/v1/attempts/{id}"))
    .map(([method, path]) => [method, path.replace("{id}", id), bodies[path] ?? (method === "POST" ? {} : undefined)]);

const ask = async (browser: Browser, [method, path, body]: Call, headers: BrowserOptions["headers"] = {}) =>
  bytesOf(await browser.request(method, path, { ...(body === undefined ? {} : { body }), headers }));

/** Expects the same response for this attempt as for an id that does not exist. */
async function expectUnknown(browser: Browser, id: string, headers: BrowserOptions["headers"]): Promise<void> {
  const madeUpCalls = attemptCalls(unknown);
  for (const [at, call] of attemptCalls(id).entries()) {
    const nobodys = await ask(browser, madeUpCalls[at] ?? call, headers);
    expect(await ask(browser, call, headers), call.join(" ")).toBe(nobodys);
    expect(nobodys).toContain("404");
  }
}

const stages: Readonly<Record<string, (browser: Browser, id: string, qr: string) => Promise<unknown>>> = {
  pending: async () => {},
  granted: (_browser, id, image) => stage.scan("xiaoming", { id, qr: { image } } as never),
  cancelled: (browser, id) => browser.request("DELETE", `/v1/attempts/${id}`),
};

test.each(Object.entries(stages))(
  "a page of another application learns nothing of one that is %s",
  async (_, bring) => {
    const browser = stage.browser();
    const started = await start(browser, { application: "shop" });
    await bring(browser, started.id, started.qr?.image ?? "");
    const before = await (await browser.request("GET", `/v1/attempts/${started.id}`)).text();
    await expectUnknown(browser, started.id, { origin: admin });
    await expectUnknown(browser, started.id, { origin: admin, "sec-fetch-site": "same-site" });
    expect(await (await browser.request("GET", `/v1/attempts/${started.id}`)).text()).toBe(before);
  },
);

test("nor does its claim, and nor does a claim of this application from its page", async () => {
  const browser = stage.browser();
  const started = await start(browser, { application: "shop", claim: "header" });
  const other = await start(browser, { application: "admin", claim: "header" });
  await expectUnknown(browser, started.id, { authorization: `Claim ${other.claim}`, origin: shop });
  await expectUnknown(browser, started.id, { authorization: `Claim ${started.claim}`, origin: admin });
  await expectUnknown(browser, started.id, { authorization: `Bearer ${(await device("admin")).accessToken}` });
});

/** Every route that a session is sent to. */
const sessionCalls = (identity: string): Call[] =>
  operations
    .filter(({ by, path }) => by === "session" && path !== "/v1/attempts")
    .map(({ method, path }) => [method, path.replace("{id}", identity), method === "POST" ? bodyOf(path) : undefined]);

/** A body that the route accepts as valid. */
const bodyOf = (path: string): object =>
  path.endsWith("/terms") ? { terms: [{ title: "用户协议", version: "1" }] } : {};

test("a page of another application neither sees a session nor ends it", async () => {
  const browser = stage.browser();
  const started = await start(browser, { application: "shop" });
  await stage.scan("xiaoming", started);
  await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: {} });
  const response = await browser.request("GET", "/v1/account/identities");
  const { identities } = (await response.json()) as { identities: { id: string }[] };
  const calls = sessionCalls(identities[0]?.id ?? "");
  expect(calls.length).toBeGreaterThanOrEqual(5);
  for (const call of calls) {
    expect(await ask(browser, call, { origin: admin }), call.join(" ")).toBe(
      await ask(client(), call, { origin: admin }),
    );
  }
  expect(await whoIs(browser)).toBeDefined();
  expect((await browser.request("DELETE", "/v1/session", { headers: { origin: shop } })).status).toBe(204);
  expect(await whoIs(browser)).toBeUndefined();
});

test("tokens of another application are not accepted on a page of this one", async () => {
  const tokens = await device("admin");
  const forged = `${tokens.accessToken.split(".").slice(0, 2).join(".")}.${"A".repeat(86)}`;
  for (const call of sessionCalls(unknown)) {
    const with_ = (token: string) => ask(client(), call, { origin: shop, authorization: `Bearer ${token}` });
    expect(await with_(tokens.accessToken), call.join(" ")).toBe(await with_(forged));
  }
  const refresh = (refreshToken: string, from: string | null) =>
    ask(client(), ["POST", "/v1/tokens/refresh", { refreshToken }], { origin: from });
  const forgedRefresh = tokens.refreshToken.replace(/.{10}$/, "AAAAAAAAAA");
  expect(await refresh(tokens.refreshToken, shop)).toBe(await refresh(forgedRefresh, shop));
  expect(await refresh(tokens.refreshToken, admin)).toContain("accessToken");
});

test("the mini-program's routes know no claims, tokens or cookies of browsers", async () => {
  const browser = stage.browser();
  const started = await start(browser, { application: "shop", channel: "mini-program" });
  const appid = stage.simulator.world().accounts.find(({ kind }) => kind === "mini-program")?.appid ?? "";
  const calls = operations
    .filter(({ by }) => by === "mini-program")
    .map(({ method, path }): Call => {
      const filled = path.replace("{appid}", appid).replace("{scene}", started.id);
      return [method, filled, method === "POST" ? {} : undefined];
    });
  expect(calls).toHaveLength(4);
  for (const call of calls) {
    const nobodys = await ask(client(), call, { authorization: `Bearer ${madeUp}` });
    for (const authorization of [
      `Bearer ${started.claim ?? madeUp}`,
      `Bearer ${(await device("admin")).accessToken}`,
      `Claim ${madeUp}`,
    ]) {
      expect(await ask(browser, call, { authorization })).toBe(nobodys);
    }
  }
});

test.each(["Bearer", "Bearer ", "bearer a b", "Bearer \u00e9", `Bearer ${"a".repeat(4097)}`, "Bearer a,Bearer b"])(
  "a malformed %j is 401, and the cookie beside it is not looked at",
  async (authorization) => {
    const browser = stage.browser();
    const started = await start(browser, { application: "shop" });
    await stage.scan("xiaoming", started);
    await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: {} });
    for (const [method, path, body] of [
      ...sessionCalls(unknown),
      ["POST", "/v1/attempts", { application: "shop", purpose: "prove" }] as const,
    ]) {
      const options = { ...(body === undefined ? {} : { body }), headers: { authorization } };
      expect((await browser.request(method, path, options)).status, `${method} ${path}`).toBe(401);
    }
    expect(await whoIs(browser)).toBeDefined();
  },
);

test.each(["Claim", "Claim short", "claim a b", `Claim ${"a".repeat(44)}`])(
  "a malformed %j matches nothing, and the cookie beside it is not read",
  async (authorization) => {
    const browser = stage.browser();
    const started = await start(browser, { application: "shop" });
    await expectUnknown(browser, started.id, { authorization });
  },
);

test("nor does a page of another application end it by redeeming an attempt of its own in the same browser", async () => {
  const browser = stage.browser();
  const started = await start(browser, { application: "shop" });
  await stage.scan("xiaoming", started);
  await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: {}, headers: { origin: shop } });
  const kept = browser.cookies.get("__Host-saoma_session") ?? "";
  const own = await start(browser, { application: "admin" });
  await stage.scan("afei", own);
  await browser.request("POST", `/v1/attempts/${own.id}/redeem`, { body: {}, headers: { origin: admin } });
  const sessions = await stage.rows("select application_id, ended_at from sessions order by application_id");
  expect(sessions.map(({ application_id, ended_at }) => [application_id, ended_at])).toEqual([
    ["admin", null],
    ["shop", null],
  ]);
  browser.cookies.set("__Host-saoma_session", kept);
  expect((await browser.request("GET", "/v1/session", { headers: { origin: shop } })).status).toBe(200);
});
