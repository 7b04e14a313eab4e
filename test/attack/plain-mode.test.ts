import { createHash } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { probeEvent } from "../../src/http/push-probe.ts";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good, source } from "../server/options.ts";
import { origin, type Stage, setStage } from "../stage/stage.ts";

// In plain mode a signature covers time and nonce but not the body. An attacker who saw one must not be able to reuse it.

let stage: Stage;

afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

let opened: Stage | undefined;

async function set(): Promise<void> {
  opened = await setStage({ mode: "plain" });
  stage = opened;
}

let nonces = 0;

/** The signature parameters that WeChat sends with a request now. */
function triple(token = stage.token, at = stage.clock.now()): string {
  const [timestamp, nonce] = [String(Math.floor(at / 1000)), `nonce${nonces++}`];
  const signature = createHash("sha1").update([token, timestamp, nonce].sort().join("")).digest("hex");
  return String(new URLSearchParams({ signature, timestamp, nonce }));
}

const xml = (content: string, id: number, from = "oAttacker00000000000000000000") =>
  `<xml><ToUserName>gh_a</ToUserName><FromUserName>${from}</FromUserName><CreateTime>${Math.floor(stage.clock.now() / 1000)}</CreateTime><MsgType>text</MsgType><Content>${content}</Content><MsgId>${id}</MsgId></xml>`;

const probe = () =>
  `<xml><ToUserName>gh_a</ToUserName><FromUserName>oDoctor</FromUserName><CreateTime>${Math.floor(stage.clock.now() / 1000)}</CreateTime><MsgType>event</MsgType><Event>${probeEvent}</Event></xml>`;

const at = (query: string) => `${origin}/wechat/${stage.appid}/push?${query}`;

const post = async (query: string, body: string, address = "192.0.2.1") => {
  const response = await stage.saoma.fetch(new Request(at(query), { method: "POST", body }), { address });
  return { status: response.status, text: await response.text() };
};

const get = async (query: string, echostr: string) => {
  const response = await stage.saoma.fetch(new Request(at(`${query}&echostr=${echostr}`)));
  return { status: response.status, text: await response.text() };
};

const kinds: Readonly<Record<string, (query: string) => Promise<{ status: number; text: string }>>> = {
  "the console's check": (query) => get(query, "hello"),
  "doctor's probe": (query) => post(query, probe()),
  "a body that nobody can read": (query) => post(query, "<xml>"),
  "a body of too many bytes": (query) => post(query, "x".repeat(65_537)),
  "an encrypted push": (query) => post(`${query}&encrypt_type=aes`, "<xml><Encrypt>AAAA</Encrypt></xml>"),
  "a message of another person": (query) => post(query, xml("你好", 1, "oSomebody0000000000000000000")),
};

test.each(Object.entries(kinds))("what signed %s signs no other request, after a restart neither", async (_, send) => {
  await set();
  const query = triple();
  const first = await send(query);
  expect(await send(query)).toEqual(first);
  expect(await post(query, xml("登录", 9))).toEqual({ status: 403, text: "" });
  expect(await get(query, "other")).toEqual({ status: 403, text: "" });
  await stage.restart();
  expect(await post(query, xml("登录", 9))).toEqual({ status: 403, text: "" });
  expect((await post(triple(), xml("登录", 9))).status).toBe(200);
});

test("a check of a clock that runs ahead signs nothing when its time has come", async () => {
  await set();
  const query = triple(stage.token, stage.clock.now() + 600_000);
  expect((await get(query, "hello")).text).toBe("hello");
  await stage.clock.advance(600_000);
  expect((await post(query, xml("登录", 9))).status).toBe(403);
});

test("bad signatures fill no log, and a right one is served from the same address", async () => {
  await set();
  const refused = () => stage.lines.filter((line) => line.includes("refused"));
  for (let n = 0; n < 200; n++) {
    const address = `2001:db8::${n.toString(16)}`;
    expect(await post(triple(`guess${n}`), xml("登录", n), address)).toEqual({ status: 403, text: "" });
  }
  expect(refused()).toHaveLength(21);
  expect(refused().at(-1)).toContain("further ones are only counted");
  expect((await post(triple(), xml("登录", 999), "2001:db8::1")).status).toBe(200);
  await post(triple("guess"), xml("登录", 1), "192.0.2.77");
  expect(refused()).toHaveLength(22);
  await stage.clock.advance(60_000);
  await post(triple("guess"), xml("登录", 1), "2001:db8::1");
  expect(refused()).toHaveLength(23);
});

const problemsOf = (sources: readonly object[]): string => {
  try {
    parseConfig({ ...good, sources }, {});
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
};

test.each(["abc", "teahouse2026", "A".repeat(15)])("plain mode refuses the Token %s, and says the remedy", (token) => {
  const problems = problemsOf([{ ...source, mode: "plain", token }]);
  expect(problems).toContain(`sources[0].token has ${token.length} characters, and plain mode needs 16`);
  expect(problems).toContain("openssl rand -hex 16");
  expect(problems).not.toContain(token);
  expect(problemsOf([{ ...source, token }])).toBe("");
});

test("a Token is not shared between modes, nor in plain mode", () => {
  const token = "T".repeat(20);
  const two = (...modes: string[]) =>
    problemsOf(modes.map((mode, n) => ({ ...source, appid: `wx000000000000000${n}`, token, mode })));
  for (const modes of [
    ["safe", "plain"],
    ["plain", "compatible"],
    ["safe", "compatible"],
    ["plain", "plain"],
  ]) {
    expect(two(...modes), modes.join()).toContain("sources[1].token is that of sources[0] too");
  }
  expect(two("safe", "safe")).toBe("");
  expect(two("compatible", "compatible")).toBe("");
});
