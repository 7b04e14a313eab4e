import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { Secret } from "../../src/base/secret.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { createWechatApi, WechatError, WechatUnreachable } from "../../src/wechat/index.ts";
import { type Asked, appid, appSecret, createKeptTokens, createScriptedWechat } from "./scripted-wechat.ts";

const create = "/cgi-bin/qrcode/create";
const tokens = "/cgi-bin/stable_token";
const request = { scene: "abc", expireSeconds: 120 };
const qr = { ticket: "gQ/1+", expire_seconds: 120, url: "http://weixin.qq.com/q/02abc" };
const rid = "6aac005a-1b2c3d4e-0f0f0f0f";

test("a QR is made as documented, with the token in the query", async () => {
  const { api, wechat } = setUp(() => qr);
  expect(await api.qrcode.create(request)).toEqual({ ticket: "gQ/1+", content: qr.url, expireSeconds: 120 });
  expect(wechat.asked.at(-1)).toMatchObject({
    method: "POST",
    origin: "https://api.weixin.qq.com",
    path: create,
    query: { access_token: "token-1" },
    body: { expire_seconds: 120, action_name: "QR_STR_SCENE", action_info: { scene: { scene_str: "abc" } } },
  });
});

test("a scene or a lifetime out of range is a misuse, and is not sent", async () => {
  const { api, wechat } = setUp(() => qr);
  for (const scene of ["", "a".repeat(65), "a b", "字"]) {
    await expect(api.qrcode.create({ ...request, scene })).rejects.toThrow(/^scene/);
  }
  for (const expireSeconds of [0, -1, 1.5, 2_592_001, Number.NaN]) {
    await expect(api.qrcode.create({ ...request, expireSeconds })).rejects.toThrow(/^expireSeconds/);
  }
  expect(wechat.asked).toEqual([]);
});

test("a ticket's picture is at mp.weixin.qq.com", () => {
  expect(setUp(() => qr).api.qrcode.imageUrl("gQ/1+")).toBe(
    "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQ%2F1%2B",
  );
});

test("the addresses that pushes come from are listed", async () => {
  const { api, wechat } = setUp(() => ({ ip_list: ["101.226.103.0/25"] }), "/cgi-bin/getcallbackip");
  expect(await api.base.callbackIps()).toEqual(["101.226.103.0/25"]);
  expect(wechat.asked.at(-1)).toMatchObject({ method: "GET", query: { access_token: "token-1" } });
});

test.each([40001, 40014, 42001])("%i gets another token and the call is made once more", async (errcode) => {
  const { api, wechat } = setUp(({ query }) => (query.access_token === "token-1" ? { errcode, errmsg: "no" } : qr));
  await expect(api.qrcode.create(request)).resolves.toMatchObject({ ticket: qr.ticket });
  await api.qrcode.create(request);
  expect([wechat.count(tokens), wechat.count(create)]).toEqual([2, 3]);
  expect(wechat.asked.filter(({ path }) => path === tokens).map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ force_refresh: false }),
  );
});

test("64 calls whose token is refused get one other token between them", async () => {
  const { api, wechat } = setUp(({ query }) => (query.access_token === "token-1" ? { errcode: 42001 } : qr));
  await Promise.all(Array.from({ length: 64 }, () => api.qrcode.create(request)));
  expect([wechat.count(tokens), wechat.count(create)]).toEqual([2, 128]);
});

test("a second refusal of the token is the caller's", async () => {
  const { api, wechat } = setUp(() => ({ errcode: 40001, errmsg: "no" }));
  await expect(api.qrcode.create(request)).rejects.toMatchObject({ errcode: 40001 });
  expect([wechat.count(tokens), wechat.count(create)]).toEqual([2, 2]);
});

test.each([-1, 41001, 45009, 48001])("%i is not tried again", async (errcode) => {
  const { api, wechat } = setUp(() => ({ errcode, errmsg: "no" }));
  await expect(api.qrcode.create(request)).rejects.toMatchObject({ name: "WechatError", errcode });
  expect(wechat.count(create)).toBe(1);
});

test.each([
  [40164, "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist", " ", /allow-list/],
  [40029, "invalid code", ", ", /code/],
  [48001, "api unauthorized", " ", /verified/],
])("error %i is split into its text and its rid, with a meaning in words", (errcode, errmsg, separator, meaning) => {
  const error = new WechatError("/a", errcode, `${errmsg}${separator}rid: ${rid}`);
  expect(error).toMatchObject({ endpoint: "/a", errcode, errmsg, rid, meaning: expect.stringMatching(meaning) });
  expect(error.message).toContain(errmsg);
});

test("an unknown errcode has no meaning, an errmsg without rid no rid", () => {
  const error = new WechatError("/a", 12345, "grid: off");
  expect(error.errmsg).toBe("grid: off");
  expect([error.rid, error.meaning]).toEqual([undefined, undefined]);
});

const connectionFailure = (code: string) =>
  new TypeError("fetch failed: https://api.weixin.qq.com/?access_token=token-1", { cause: { code } });

test.each([
  ["HTML", () => new Response("<html>502 Bad Gateway</html>"), "answer"],
  ["a server's failure", () => Response.json(qr, { status: 502 }), "answer"],
  ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://example.com" } }), "answer"],
  ["nothing", () => new Response(""), "answer"],
  ["broken JSON", () => new Response('{"ticket":"token-1"'), "answer"],
  ["JSON of another shape", () => ({ ticket: 1 }), "answer"],
  ["null", () => new Response("null"), "answer"],
  ["more than 1 MiB", () => new Response(JSON.stringify({ ...qr, more: "a".repeat(1 << 20) })), "answer"],
  ["a refused connection", () => Promise.reject(connectionFailure("ECONNREFUSED")), "connection"],
  ["an unknown failure", () => Promise.reject(new Error("token-1")), "connection"],
])("%s is WechatUnreachable and tells no token", async (_, answer, reason) => {
  const { api } = setUp(answer);
  const error = await api.qrcode.create(request).catch((error) => error);
  expect(error).toBeInstanceOf(WechatUnreachable);
  expect(error).toMatchObject({ endpoint: create, reason });
  expect(inspect(error, { depth: 9 })).not.toMatch(/token-1|access_token|example\.com/);
});

test("an answer that takes more than 3 s is given up, and its request with it", async () => {
  let given: AbortSignal | undefined;
  const { api, clock } = setUp((_, signal) => {
    given = signal;
    return new Promise(() => {});
  });
  const failed = api.qrcode.create(request).catch((error) => error);
  await clock.advance(2999);
  expect(given?.aborted).toBe(false);
  await clock.advance(1);
  expect(await failed).toMatchObject({ name: "WechatUnreachable", reason: "timeout", endpoint: create });
  expect(given?.aborted).toBe(true);
});

test("a body that never ends is given up as well", async () => {
  const { api, clock } = setUp(() => new Response(new ReadableStream({})));
  const failed = api.qrcode.create(request).catch((error) => error);
  await clock.advance(3000);
  expect(await failed).toMatchObject({ reason: "timeout" });
});

test("the error of a wrong AppSecret does not contain it", async () => {
  const wechat = createScriptedWechat({
    [tokens]: () => ({ errcode: 40125, errmsg: `invalid appsecret rid: ${rid}` }),
  });
  const error = await apiOf(wechat.fetch)
    .qrcode.create(request)
    .catch((error) => error);
  expect(error).toMatchObject({ errcode: 40125, endpoint: tokens, rid });
  expect(inspect(error)).not.toContain(appSecret);
});

test("over a real connection a redirect is not followed and a closed port is no connection", async () => {
  const paths: (string | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    paths.push(incoming.url);
    outgoing.writeHead(302, { location: "/elsewhere" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origins = { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const ask = () =>
    createWechatApi({
      fetch,
      clock: systemClock,
      store: createKeptTokens(),
      appid,
      secret: new Secret(appSecret),
      origins,
    })
      .qrcode.create(request)
      .catch((error) => error);
  expect(await ask()).toMatchObject({ name: "WechatUnreachable", reason: "answer" });
  expect(paths).toEqual([tokens]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const refused = await ask();
  expect(refused).toMatchObject({ name: "WechatUnreachable", reason: "connection" });
  expect(refused.message).toContain("ECONNREFUSED");
});

function setUp(answer: (asked: Asked, signal: AbortSignal) => unknown, path = create) {
  let issued = 0;
  const wechat = createScriptedWechat({
    [tokens]: () => ({ access_token: `token-${++issued}`, expires_in: 7200 }),
    [path]: answer,
  });
  const clock = createFakeClock();
  return { api: apiOf(wechat.fetch, clock), wechat, clock };
}

function apiOf(fetch: typeof globalThis.fetch, clock = createFakeClock()) {
  return createWechatApi({ fetch, clock, store: createKeptTokens(), appid, secret: new Secret(appSecret) });
}
