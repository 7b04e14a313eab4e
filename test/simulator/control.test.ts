import { expect, test } from "vitest";
import { createSimulator, defaultWorld, parseWorld } from "../../src/simulator/index.ts";
import { sign } from "../../src/simulator/push/sign.ts";
import { createFakeClock, createSeededRandom } from "../../src/testing/index.ts";
import { post, pushUrl, type Stage, stage, untilDone } from "./world.ts";

async function http(s: Stage, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
  const response = await s.sim.fetch(new Request(`http://127.0.0.1:7090${path}`, init));
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: text === "" ? null : JSON.parse(text),
    headers: response.headers,
  };
}

test("the default world has one account of each kind and three people, always the same", () => {
  const world = createSimulator().world();
  expect(world).toEqual(createSimulator().world());
  expect(world.accounts.map(({ kind }) => kind)).toEqual([
    "service",
    "subscription",
    "test",
    "mini-program",
    "website",
  ]);
  expect(world.people.map(({ name }) => name)).toEqual(["xiaoming", "xiaohong", "afei"]);
  for (const account of world.accounts)
    expect(account).toMatchObject({
      appid: expect.stringMatching(/^wx[0-9a-f]{16}$/),
      secret: expect.stringMatching(/^[0-9a-f]{32}$/),
      token: expect.stringMatching(/^[A-Za-z0-9]{3,32}$/),
      aesKey: expect.stringMatching(/^[A-Za-z0-9]{43}$/),
      originalId: expect.stringMatching(/^gh_[0-9a-f]{12}$/),
      pushUrl: null,
      format: "xml",
    });
});

test("the world is read over HTTP, and an account changed", async () => {
  const s = await stage();
  const { appid } = s.account("service");
  const changed = await http(s, "PATCH", `/_sim/accounts/${appid}`, {
    mode: "safe",
    pushUrl: "https://a.test/p",
    ipList: ["::1"],
  });
  expect([changed.status, changed.body.mode]).toEqual([200, "safe"]);
  const { accounts } = (await http(s, "GET", "/_sim/world")).body;
  expect(accounts[0]).toMatchObject({ appid, mode: "safe", pushUrl: "https://a.test/p", ipList: ["::1"] });
});

test("a bad change names everything that is wrong with it, and changes nothing", async () => {
  const s = await stage();
  const before = s.account("service");
  const bad = {
    pushUrl: "ftp://a",
    token: "no spaces",
    aesKey: "short",
    mode: "secure",
    colour: "red",
    ipList: ["home"],
  };
  const answer = await http(s, "PATCH", `/_sim/accounts/${before.appid}`, bad);
  expect([answer.status, answer.type]).toEqual([400, "application/problem+json"]);
  expect(answer.body.issues.map(({ path }: { path: string }) => path).sort()).toEqual([
    "aesKey",
    "colour",
    "ipList.0",
    "mode",
    "pushUrl",
    "token",
  ]);
  expect(answer.body.detail).toContain("aesKey must be exactly 43 letters and digits");
  expect(s.account("service")).toEqual(before);
});

test("a test account stays in plain mode", async () => {
  const s = await stage();
  await expect(s.sim.control.patchAccount(s.account("test").appid, { mode: "safe" })).rejects.toThrow(/no other mode/);
});

test("with verify, the server URL has to return the echo before it is saved", async () => {
  const s = await stage();
  const { appid, token } = s.account("service");
  const path = `/_sim/accounts/${appid}`;
  s.service.answer = ({ url }) => ({ body: url.searchParams.get("echostr") ?? "" });
  expect((await http(s, "PATCH", path, { pushUrl: `${pushUrl}?a=1`, verify: true })).status).toBe(200);
  const query = s.service.got[0]?.url.searchParams ?? new URLSearchParams();
  expect([...query.keys()]).toEqual(["a", "signature", "echostr", "timestamp", "nonce"]);
  expect(query.get("echostr")).toMatch(/^\d{18,19}$/);
  expect(query.get("signature")).toBe(sign(token, query.get("timestamp") ?? "", query.get("nonce") ?? ""));
});

test.each([
  ["an echo with a line feed", () => ({ body: "1\n" }), /not the echostr/],
  ["another status", () => ({ status: 403 }), /HTTP 403/],
  ["nobody there", () => Promise.reject(new TypeError("fetch failed")), /cannot be reached/],
  ["silence", () => new Promise<never>(() => {}), /within 5 s/],
])("verify refuses %s with the reason, and saves nothing", async (_, answer, reason) => {
  const s = await stage();
  s.service.answer = answer;
  const act = s.sim.control.patchAccount(s.account("service").appid, { pushUrl: "http://new.test/" }, true);
  await expect(untilDone(s.clock, act)).rejects.toThrow(reason);
  expect(s.account("service").pushUrl).toBe(pushUrl);
});

test("settings are read and changed, and the clock moves", async () => {
  const s = await stage();
  const changed = await http(s, "PATCH", "/_sim/settings", { retryOn5xx: true, clock: { advanceSeconds: 3600 } });
  expect(changed.body).toMatchObject({
    retryOn5xx: true,
    retryOnRefused: false,
    clock: { now: "2023-11-14T23:13:20.000Z", advancedSeconds: 3600 },
  });
  await http(s, "PATCH", "/_sim/settings", { clock: { advanceSeconds: -600 } });
  expect((await http(s, "GET", "/_sim/settings")).body.clock.advancedSeconds).toBe(3000);
  expect((await http(s, "GET", "/_sim/settings")).body.retryOn5xx).toBe(true);
});

test("an advanced clock ends tokens", async () => {
  const s = await stage();
  const token = await s.token();
  s.sim.control.patchSettings({ clock: { advanceSeconds: 7200 } });
  expect(await s.call(`/cgi-bin/getcallbackip?access_token=${token}`)).toMatchObject({ errcode: 42001 });
});

test.each([
  ["PATCH", "/_sim/settings", { retries: 4 }, 400],
  ["PATCH", "/_sim/settings", [], 400],
  ["PATCH", "/_sim/settings", "{", 400],
  ["POST", "/_sim/people/xiaoming/scan", { content: "x", image: "y" }, 400],
  ["POST", "/_sim/people/xiaoming/scan", {}, 400],
  ["POST", "/_sim/people/nobody/scan", { content: "x" }, 404],
  ["POST", "/_sim/people/xiaoming/send", { appid: "wx1" }, 400],
  ["POST", "/_sim/people/xiaoming/tap", { appid: "wx1", messageId: "1", link: -1 }, 400],
  ["POST", "/_sim/people/xiaoming/wave", { appid: "wx1" }, 404],
  ["POST", "/_sim/faults", { on: "everything", kind: "drop" }, 400],
  ["POST", "/_sim/faults", { on: "/cgi-bin/token", kind: "duplicate" }, 400],
  ["POST", "/_sim/faults", { on: "push", kind: "errcode" }, 400],
  ["GET", "/_sim/nothing", undefined, 404],
])("%s %s with %j is %i, as a problem", async (method, path, body, status) => {
  const answer = await http(await stage(), method, path, body);
  expect([answer.status, answer.type]).toEqual([status, "application/problem+json"]);
  expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
});

test("people act over HTTP as they do in process", async () => {
  const s = await stage();
  const { appid } = s.account("service");
  const { url } = await s.qr("abc");
  const act = async (name: string, body: object) => (await http(s, "POST", `/_sim/people/xiaoming/${name}`, body)).body;
  const push = { outcome: "silent", deliveries: 1 };
  expect(await act("scan", { content: url })).toEqual({ appid, outcome: "follow-sheet" });
  expect(await act("follow", { appid })).toEqual({ appid, push });
  expect(await act("scan", { content: url })).toEqual({ appid, outcome: "pushed", push });
  expect(await act("send", { appid, text: "hi" })).toEqual({ appid, push });
  expect(await act("menu", { appid, key: "K" })).toEqual({ appid, push });
  expect(await act("unfollow", { appid })).toEqual({ appid, push });
  const { messages } = (await http(s, "GET", `/_sim/people/xiaoming/chats/${appid}`)).body;
  expect(messages).toEqual([{ id: "1", from: "person", type: "text", text: "hi", links: [], at: expect.any(String) }]);
});

test("a phone that polls again learns that nothing is new", async () => {
  const s = await stage();
  const first = await http(s, "GET", "/_sim/people/afei");
  const headers = { "if-none-match": first.headers.get("etag") ?? "" };
  expect((await http(s, "GET", "/_sim/people/afei", undefined, headers)).status).toBe(304);
  await s.sim.control.follow("afei", s.account("service").appid);
  expect((await http(s, "GET", "/_sim/people/afei", undefined, headers)).status).toBe(200);
});

test.each([
  ["its own page", { origin: "http://127.0.0.1:7090" }, 204],
  ["a page on loopback", { origin: "http://localhost:7080" }, 204],
  ["no page", {}, 204],
  ["another site", { origin: "https://evil.test" }, 403],
  ["a site named to look like loopback", { origin: "http://127.0.0.1.evil.test" }, 403],
  ["a page of another machine", { origin: "http://192.168.1.5:7080" }, 403],
  ["an opaque origin", { origin: "null" }, 403],
  ["a stranger's host name", { host: "evil.test:7090" }, 403],
  ["a host name on loopback", { host: "localhost:7090" }, 204],
  ["an address", { host: "192.168.1.5:7090" }, 204],
])("a change by %s is %3$i", async (_, headers, status) => {
  const s = await stage();
  expect((await http(s, "DELETE", "/_sim/faults", undefined, headers as Record<string, string>)).status).toBe(status);
});

test("a stranger's host name may not even read, unless it was allowed", async () => {
  const strange = { host: "wechat.example.test" };
  expect((await http(await stage(), "GET", "/_sim/world", undefined, strange)).status).toBe(403);
  const allowed = await stage({ publicOrigin: "https://wechat.example.test" });
  expect((await http(allowed, "GET", "/_sim/world", undefined, strange)).status).toBe(200);
});

test("WeChat's own paths answer under any host name", async () => {
  const { sim } = await stage();
  const response = await sim.fetch(new Request("http://api.weixin.qq.com/cgi-bin/token"));
  expect(await response.json()).toMatchObject({ errcode: 41002 });
});

test("a world of one's own is checked, and every mistake named", () => {
  const world = defaultWorld();
  const [first] = world.accounts;
  const bad = {
    accounts: [first, { ...first, secret: "x", kind: "gold" }],
    people: [{ name: "Xiao Ming", displayName: "" }],
    weather: 1,
  };
  expect(() => parseWorld(bad)).toThrow(
    /accounts\.1\.secret.*accounts\.1\.kind|accounts\.1\.kind.*accounts\.1\.secret/,
  );
  expect(() => parseWorld(bad)).toThrow(/people\.0\.name must be a lower-case ASCII slug/);
  expect(() => parseWorld({ accounts: [first, first], people: [] })).toThrow(/same appid/);
  expect(() => createSimulator({ world: parseWorld(structuredClone(world)) })).not.toThrow();
});

test("the same seed and the same acts give the same bytes", async () => {
  const run = async () => {
    const s = await stage({ clock: createFakeClock(0), random: createSeededRandom(7) });
    await s.sim.control.patchAccount(s.account("service").appid, { mode: "safe" });
    const { url } = await s.qr("abc");
    await s.sim.control.scan("afei", { content: url });
    await s.sim.control.follow("afei", s.account("service").appid);
    await s.sim.control.send("afei", s.account("service").appid, "hi");
    return { log: s.sim.control.log(), got: s.service.got.map(({ url: to, body }) => [to.href, body]) };
  };
  expect(await run()).toEqual(await run());
});

test("the log keeps its last thousand entries, bodies cut, and is cleared on demand", async () => {
  const s = await stage();
  for (let n = 0; n < 1100; n++) await s.call(`/cgi-bin/nothing/${n}`, post("{}"));
  const { entries, unknownCalls } = s.sim.control.log();
  expect([entries.length, unknownCalls.length, unknownCalls.at(-1)]).toEqual([1000, 100, "POST /cgi-bin/nothing/1099"]);
  s.service.answer = () => ({ body: "x".repeat(100_000) });
  await s.sim.control.follow("afei", s.account("service").appid);
  const last = s.sim.control.log().entries.at(-1);
  expect(last?.kind === "push" ? last.deliveries[0]?.answer?.length : 0).toBeLessThan(5000);
  expect((await http(s, "DELETE", "/_sim/log")).status).toBe(204);
  expect(s.sim.control.log()).toEqual({ entries: [], unknownCalls: [] });
});
