import { expect, test } from "vitest";
import { decrypt } from "../../src/simulator/push/crypto.ts";
import { sign } from "../../src/simulator/push/sign.ts";
import { field, pushUrl, stage } from "./world.ts";

const modes = ["plain", "compatible", "safe"] as const;

test("a plain subscribe is laid out byte for byte, 278 of them", async () => {
  const { sim, service, account } = await stage();
  const { appid, originalId } = account("service");
  await sim.control.follow("xiaoming", appid);
  const [push] = service.got;
  const openId = sim.world().people[0]?.openIds[appid];
  expect(push?.body).toBe(
    `<xml><ToUserName><![CDATA[${originalId}]]></ToUserName>\n<FromUserName><![CDATA[${openId}]]></FromUserName>\n<CreateTime>1700000000</CreateTime>\n<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[subscribe]]></Event>\n<EventKey><![CDATA[]]></EventKey>\n</xml>`,
  );
  expect([Buffer.byteLength(push?.body ?? ""), push?.headers.get("content-length")]).toEqual([278, "278"]);
});

test("a push has WeChat's headers and query, and its signature is right", async () => {
  const { sim, service, account } = await stage();
  const { appid, token } = account("service");
  await sim.control.follow("xiaoming", appid);
  const { url, headers, body } = service.got[0] ?? { url: new URL(pushUrl), headers: new Headers(), body: "" };
  const query = Object.fromEntries(url.searchParams);
  expect(Object.keys(query)).toEqual(["signature", "timestamp", "nonce", "openid"]);
  expect(query).toMatchObject({
    timestamp: "1700000000",
    nonce: expect.stringMatching(/^\d{8,10}$/),
    openid: field(body, "FromUserName"),
  });
  expect(query.signature).toBe(sign(token, query.timestamp ?? "", query.nonce ?? ""));
  const sent = Object.fromEntries(
    ["user-agent", "accept", "pragma", "content-type"].map((name) => [name, headers.get(name)]),
  );
  expect(sent).toEqual({ "user-agent": "Mozilla/4.0", accept: "*/*", pragma: "no-cache", "content-type": "text/xml" });
});

test("a query of the server URL's own is kept in front", async () => {
  const { sim, service, account } = await stage();
  await sim.control.patchAccount(account("service").appid, { pushUrl: `${pushUrl}?site=a%20b` });
  await sim.control.follow("xiaoming", account("service").appid);
  expect(service.got[0]?.url.search).toMatch(/^\?site=a%20b&signature=/);
});

test("safe mode shows nothing but whom it is for, and encrypts the plain layout", async () => {
  const { sim, service, account } = await stage();
  const { appid, originalId, aesKey, token } = await sim.control.patchAccount(account("service").appid, {
    mode: "safe",
  });
  await sim.control.follow("xiaoming", appid);
  const { url, body } = service.got[0] ?? { url: new URL(pushUrl), body: "" };
  const encrypted = field(body, "Encrypt") ?? "";
  expect(body).toBe(
    `<xml>\n    <ToUserName><![CDATA[${originalId}]]></ToUserName>\n    <Encrypt><![CDATA[${encrypted}]]></Encrypt>\n</xml>\n`,
  );
  const query = Object.fromEntries(url.searchParams);
  expect(Object.keys(query)).toEqual(["signature", "timestamp", "nonce", "openid", "encrypt_type", "msg_signature"]);
  expect(query.msg_signature).toBe(sign(token, query.timestamp ?? "", query.nonce ?? "", encrypted));
  expect(query.signature).toBe(sign(token, query.timestamp ?? "", query.nonce ?? ""));
  const inner = decrypt(aesKey, appid, encrypted);
  expect([inner.slice(0, 17), inner.length, inner.slice(-8)]).toEqual([
    "<xml><ToUserName>",
    278,
    "\n</xml>".padStart(8, ">"),
  ]);
});

test("compatible mode has every child in the open, indented, and Encrypt last", async () => {
  const { sim, service, account } = await stage();
  const { appid, aesKey } = await sim.control.patchAccount(account("service").appid, { mode: "compatible" });
  await sim.control.follow("xiaoming", appid);
  const lines = (service.got[0]?.body ?? "").split("\n");
  const inner = decrypt(aesKey, appid, field(service.got[0]?.body ?? "", "Encrypt") ?? "")
    .replace("<xml>", "<xml>\n")
    .split("\n");
  expect(lines).toEqual([
    "<xml>",
    ...inner.slice(1, -1).map((line) => `    ${line}`),
    expect.stringContaining("    <Encrypt>"),
    "</xml>",
    "",
  ]);
});

test("following from a QR carries the scene with its prefix and the ticket, a scan without the prefix", async () => {
  const s = await stage();
  const { appid } = s.account("service");
  const { url, ticket } = await s.qr("login_abc");
  await s.sim.control.scan("xiaoming", { content: url });
  await s.sim.control.follow("xiaoming", appid);
  await s.sim.control.scan("xiaoming", { content: url });
  const seen = s.service.got.map(({ body }) => ["Event", "EventKey", "Ticket"].map((name) => field(body, name)));
  expect(seen).toEqual([
    ["subscribe", "qrscene_login_abc", ticket],
    ["SCAN", "login_abc", ticket],
  ]);
  expect(s.service.got[1]?.body).toMatch(
    /<EventKey><!\[CDATA\[login_abc\]\]><\/EventKey>\n<Ticket><!\[CDATA\[[\w-]{96}\]\]><\/Ticket>\n<\/xml>$/,
  );
});

test("a QR made without the scene wrapper pushes qrscene_0 and 0", async () => {
  const s = await stage();
  const { url } = await s.qr("", { action_info: { scene_str: "abc" } });
  await s.sim.control.scan("xiaoming", { content: url });
  await s.sim.control.follow("xiaoming", s.account("service").appid);
  await s.sim.control.scan("xiaoming", { content: url });
  expect(s.service.got.map(({ body }) => field(body, "EventKey"))).toEqual(["qrscene_0", "0"]);
});

test("a text has its content and a MsgId that no double holds, the last field", async () => {
  const { sim, service, account } = await stage();
  const { appid } = account("service");
  await sim.control.follow("xiaoming", appid);
  await sim.control.send("xiaoming", appid, "你好 ]]> <b>");
  const [, push] = service.got;
  expect(push?.body).toMatch(
    /<MsgType><!\[CDATA\[text\]\]><\/MsgType>\n<Content>.+<\/Content>\n<MsgId>\d{17,19}<\/MsgId>\n<\/xml>$/,
  );
  expect(push?.body).toContain("<Content><![CDATA[你好 ]]]]><![CDATA[> <b>]]></Content>");
  expect(Number(field(push?.body ?? "", "MsgId"))).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
});

test("a menu key is pushed as CLICK, an unfollow as unsubscribe with an empty key", async () => {
  const { sim, service, account } = await stage();
  const { appid } = account("subscription");
  await sim.control.follow("afei", appid);
  await sim.control.menu("afei", appid, "HELP");
  await sim.control.unfollow("afei", appid);
  const seen = service.got.map(({ body }) => [field(body, "Event"), field(body, "EventKey")]);
  expect(seen).toEqual([
    ["subscribe", ""],
    ["CLICK", "HELP"],
    ["unsubscribe", ""],
  ]);
});

test.each(modes)(
  "the openid is 28 characters and begins alike for everybody of an account in %s mode",
  async (mode) => {
    const { sim, account } = await stage();
    const { appid } = await sim.control.patchAccount(account("service").appid, { mode });
    const openIds = sim.world().people.map((person) => person.openIds[appid] ?? "");
    for (const openId of openIds) expect(openId).toMatch(/^o[\w-]{27}$/);
    expect([new Set(openIds).size, new Set(openIds.map((openId) => openId.slice(0, 6))).size]).toEqual([3, 1]);
  },
);
