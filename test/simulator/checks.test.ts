import { expect, test } from "vitest";
import type { Check } from "../../src/simulator/index.ts";
import { checkSha1 } from "../../src/simulator/push/check.ts";
import { decrypt } from "../../src/simulator/push/crypto.ts";
import { field, sealed, stage, textReply } from "./world.ts";

type Pushed = { deliveries: { checks?: Check[] }[] };

async function logged(mode: "plain" | "safe", answer?: string) {
  const s = await stage();
  const account = await s.sim.control.patchAccount(s.account("service").appid, { mode });
  s.service.answer = () => ({ body: answer ?? "success" });
  await s.sim.control.follow("xiaoming", account.appid);
  const entry = s.sim.control.log().entries.at(-1) as unknown as Pushed;
  return { ...s, account, got: s.service.got[0], checks: entry.deliveries[0]?.checks ?? [] };
}

test("the published plain signature is worked out as published", () => {
  const check = checkSha1("signature", { token: "AAAAA", timestamp: "1714036504", nonce: "1514711492" });
  expect(check).toEqual({
    what: "signature",
    method: "sha1",
    parts: [
      { name: "nonce", value: "1514711492" },
      { name: "timestamp", value: "1714036504" },
      { name: "token", value: "AAAAA" },
    ],
    joined: "15147114921714036504AAAAA",
    expected: "f464b24fc39322e44b38aa78f5edd27bd1441696",
  });
});

test("a plain push has its signature in the log, sorted and joined", async () => {
  const { checks, got, account } = await logged("plain");
  const query = Object.fromEntries(got?.url.searchParams ?? []);
  expect(checks).toEqual([
    checkSha1("signature", { token: account.token, timestamp: query.timestamp ?? "", nonce: query.nonce ?? "" }),
  ]);
  expect(checks[0]?.expected).toBe(query.signature);
});

test("an encrypted push has both, and its reply's as it should be and as it was", async () => {
  const wrong = (await stage()).account("service");
  const { checks, got } = await logged("safe", sealed(wrong, textReply("", "x"), { token: "other" }));
  const query = Object.fromEntries(got?.url.searchParams ?? []);
  expect(checks.map(({ what }) => what)).toEqual(["signature", "msg_signature", "MsgSignature"]);
  expect(checks[1]?.expected).toBe(query.msg_signature);
  const reply = checks[2];
  expect(reply?.parts.map(({ name }) => name).sort()).toEqual(["Encrypt", "Nonce", "TimeStamp", "token"]);
  expect([reply?.got?.length, reply?.got === reply?.expected]).toEqual([40, false]);
});

test.each(["safe", "compatible"] as const)("in %s mode the log has what push and reply say in plain", async (mode) => {
  const s = await stage();
  const account = await s.sim.control.patchAccount(s.account("service").appid, { mode });
  await s.sim.control.follow("xiaoming", account.appid);
  s.service.answer = ({ url, body }) => {
    const push = decrypt(account.aesKey, account.appid, field(body, "Encrypt") ?? "");
    return { body: sealed(account, textReply(push, "你好"), { nonce: url.searchParams.get("nonce") ?? "" }) };
  };
  await s.sim.control.send("xiaoming", account.appid, "在吗");
  const { deliveries } = s.sim.control.log().entries.at(-1) as unknown as Pushed;
  expect(deliveries[0]).toMatchObject({
    body: expect.stringContaining("<Encrypt>"),
    bodyPlain: expect.stringContaining("<Content><![CDATA[在吗]]></Content>"),
    answer: expect.stringContaining("<Encrypt>"),
    answerPlain: expect.stringContaining("<Content><![CDATA[你好]]></Content>"),
  });
});

test("a plain push has nothing that was decrypted", async () => {
  const { sim } = await logged("plain");
  const entry = sim.control.log().entries.at(-1);
  expect(JSON.stringify(entry)).not.toMatch(/bodyPlain|answerPlain/);
});

test("a reply with another nonce than the request's is shown with a note, or by switch refused", async () => {
  const s = await stage();
  const { appid } = await s.sim.control.patchAccount(s.account("service").appid, { mode: "safe" });
  const said = async (nonce?: string) => {
    s.service.answer = ({ url, body }) => {
      const push = decrypt(s.account("service").aesKey, appid, field(body, "Encrypt") ?? "");
      const own = nonce ?? url.searchParams.get("nonce") ?? "";
      return { body: sealed(s.account("service"), textReply(push, "x"), { nonce: own }) };
    };
    const { push } = await s.sim.control.send("xiaoming", appid, "hi");
    const entry = s.sim.control.log().entries.at(-1) as unknown as Pushed;
    return [push.outcome, entry.deliveries[0]?.checks?.at(-1)?.note];
  };
  await s.sim.control.follow("xiaoming", appid);
  expect(await said()).toEqual(["replied", undefined]);
  expect(await said("another")).toEqual(["replied", "Nonce is not the request's"]);
  s.sim.control.patchSettings({ strictReplyNonce: true });
  expect(await said()).toEqual(["replied", undefined]);
  expect(await said("another")).toEqual(["failed", "Nonce is not the request's"]);
});

test("the console's question is in the log with its signature, accepted or refused", async () => {
  const s = await stage();
  const { appid } = s.account("service");
  await expect(s.sim.control.patchAccount(appid, {}, true)).rejects.toMatchObject({ status: 422 });
  s.service.answer = ({ url }) => ({ body: url.searchParams.get("echostr") ?? "" });
  await s.sim.control.patchAccount(appid, {}, true);
  expect(s.sim.control.log().entries).toMatchObject([
    { kind: "verify", outcome: "refused", reason: expect.stringContaining("echostr"), check: { what: "signature" } },
    { kind: "verify", outcome: "accepted", check: { expected: s.service.got[1]?.url.searchParams.get("signature") } },
  ]);
});

test("a call is in the log with its query, body and answer, each cut when it is long", async () => {
  const s = await stage();
  const token = await s.token();
  const body = JSON.stringify({ action_name: "x".repeat(10_000) });
  await s.call(`/cgi-bin/qrcode/create?access_token=${token}`, { method: "POST", body });
  const entry = s.sim.control.log().entries.at(-1) as unknown as Record<string, string>;
  expect(entry).toMatchObject({ kind: "call", errcode: 40052, query: `access_token=${token}` });
  expect(entry.answer).toContain(`rid: ${entry.rid}`);
  expect(entry.body).toHaveLength(4097);
});
