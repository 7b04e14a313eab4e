import { afterEach, beforeEach, expect, test } from "vitest";
import { createSaoma, type Saoma } from "../../src/index.ts";
import type { Log } from "../../src/ports/log.ts";
import { type Listener, listen } from "../../src/server/listener.ts";
import { createTestSaoma, signIn, type TestSaoma } from "../../src/testing/index.ts";

const origin = "https://shop.test";
const warned: string[] = [];
const log: Log = { debug() {}, info() {}, warn: (_, said) => void warned.push(said), error() {} };

let saoma: Saoma & TestSaoma;
let listener: Listener;
let cookie: string;
let accessToken: string;

beforeEach(async () => {
  saoma = createTestSaoma(
    createSaoma,
    {
      origin,
      database: { path: ":memory:" },
      sources: [{ kind: "service", appid: "wx0123456789abcdef", name: "青禾" }],
      applications: [
        { id: "shop", name: "青禾茶铺", origins: ["https://shop2.test"] },
        { id: "blog", name: "青禾日志", origins: ["https://blog.test"] },
      ],
    },
    { log },
  );
  listener = await listen({ host: "127.0.0.1", port: 0, handler: saoma.node });
  cookie = (await signIn(saoma, "Ming", { mode: "cookie", application: "shop" })).cookie ?? "";
  accessToken = (await signIn(saoma, "Hong", { mode: "token", application: "shop" })).accessToken ?? "";
});

afterEach(async () => {
  await listener.close(0);
  await saoma.close();
});

const varies = new Set(["date", "connection", "keep-alive", "x-request-id", "transfer-encoding", "content-length"]);

/** Status, headers and body of the response, without headers that differ from response to response. */
async function toldBy(response: Response): Promise<unknown[]> {
  const headers = [...response.headers].filter(([name]) => !varies.has(name));
  return [response.status, headers, await response.text()];
}

const asks: [what: string, path: string, headers: () => Record<string, string>, init?: RequestInit][] = [
  ["the cookie", "/v1/session", () => ({ cookie })],
  ["the cookie, for its application", "/v1/session?application=shop", () => ({ cookie })],
  ["the cookie, for an escaped application", "/v1/session?x=1&application=%73hop", () => ({ cookie })],
  ["the cookie, for another application", "/v1/session?application=blog", () => ({ cookie })],
  ["the cookie, for an application that is none", "/v1/session?application=", () => ({ cookie })],
  ["an access token", "/v1/session", () => ({ authorization: `Bearer ${accessToken}` })],
  ["a malformed token beside the cookie", "/v1/session", () => ({ cookie, authorization: "Bearer ?" })],
  ["the cookie, from the site's page", "/v1/session", () => ({ cookie, origin })],
  ["the cookie, from a page of the application", "/v1/session", () => ({ cookie, origin: "https://shop2.test" })],
  ["the cookie, from another application's page", "/v1/session", () => ({ cookie, origin: "https://blog.test" })],
  ["the cookie, from a stranger's page", "/v1/session", () => ({ cookie, origin: "https://evil.test" })],
  ["nothing", "/v1/session", () => ({})],
  ["a cookie that is nobody's", "/v1/session", () => ({ cookie: `__Host-saoma_session=${"a".repeat(43)}` })],
  ["HEAD", "/v1/session", () => ({ cookie }), { method: "HEAD" }],
  ["OPTIONS", "/v1/session", () => ({ origin }), { method: "OPTIONS" }],
  ["a slash too many", "/v1/session/", () => ({ cookie })],
];

test.each(asks)("%s is answered over Node as over fetch, headers and all", async (_, path, headers, init) => {
  const given = { ...init, headers: headers() };
  const [byNode, byFetch] = [
    await toldBy(await fetch(listener.url + path, given)),
    await toldBy(await saoma.fetch(new Request(origin + path, given), { address: "127.0.0.1" })),
  ];
  expect(byNode).toEqual(byFetch);
});

test("the answers are some of each kind, and each has its name in the log", async () => {
  const answers = await Promise.all(
    asks.map(([, path, headers, init]) => fetch(listener.url + path, { ...init, headers: headers() })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 204, 401, 404]));
  const names = answers.map((answer) => answer.headers.get("x-request-id"));
  expect(new Set(names).size).toBe(asks.length);
});

test("a database that is away is said as anywhere else", async () => {
  await saoma.close();
  warned.length = 0;
  const answer = await fetch(`${listener.url}/v1/session`, { headers: { cookie } });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: "store_unavailable" });
});
