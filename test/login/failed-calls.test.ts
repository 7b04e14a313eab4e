import { expect, test } from "vitest";
import { abilitiesOf } from "../../src/login/channels/abilities.ts";
import { createCallRecord } from "../../src/login/channels/failed-calls.ts";
import { troubleIn } from "../../src/login/channels/wechat-trouble.ts";
import { type WechatCall, WechatError, WechatUnreachable } from "../../src/wechat/index.ts";

const qr = "/cgi-bin/qrcode/create";
const ok = (endpoint: string): WechatCall => ({ endpoint, result: 0, ms: 5 });
function refused(endpoint: string, errcode: number, errmsg = "refused rid: 1-2-3"): WechatCall {
  const error = new WechatError(endpoint, errcode, errmsg);
  return { endpoint, result: errcode, ms: 5, error, ...(error.rid === undefined ? {} : { rid: error.rid }) };
}

test("what failed is counted by endpoint and errcode, the latest first, with its meaning and remedy", () => {
  const record = createCallRecord();
  record.note("wx1", refused(qr, 48001), 1_000);
  record.note("wx1", refused("/cgi-bin/stable_token", 40164, "invalid ip 192.0.2.7 ipv6 ::1, not in whitelist"), 2_000);
  record.note("wx1", refused(qr, 48001), 3_000);
  const [first, second, ...more] = record.failures("wx1");
  expect(first).toMatchObject({ endpoint: qr, result: 48001, times: 2, at: 3_000, rid: "1-2-3" });
  expect(second).toMatchObject({ endpoint: "/cgi-bin/stable_token", times: 1, at: 2_000 });
  expect(second?.message).toContain("this server calls from 192.0.2.7");
  expect(second && troubleIn("zh-CN", second)).toEqual({
    message: "微信回答 40164：这台服务器从 192.0.2.7 访问，而它不在账号的 IP 白名单里。",
    remedy: "把 192.0.2.7 加进微信后台的 IP 白名单，等 5 到 10 分钟。",
  });
  expect(more).toEqual([]);
  expect(record.failures("wx2")).toEqual([]);
});

test("a later successful call is shown beside the failure, an earlier one is not", () => {
  const record = createCallRecord();
  // This holds within the same millisecond, too.
  record.note("wx1", ok(qr), 2_000);
  const error = new WechatUnreachable(qr, "timeout", "no answer within 3000 ms");
  record.note("wx1", { endpoint: qr, result: "timeout", ms: 3_000, error }, 2_000);
  expect(record.failures("wx1")[0]).not.toHaveProperty("mendedAt");
  record.note("wx1", ok("/cgi-bin/user/info"), 3_000);
  expect(record.failures("wx1")[0]).not.toHaveProperty("mendedAt");
  record.note("wx1", ok(qr), 4_000);
  expect(record.failures("wx1")[0]).toMatchObject({ mendedAt: 4_000, message: expect.stringContaining("no answer") });
});

test("codes that people bring are not told of, and a flood of failures keeps the latest", () => {
  const record = createCallRecord();
  record.note("wx1", refused("/sns/oauth2/access_token", 40029), 1_000);
  expect(record.failures("wx1")).toEqual([]);
  for (let at = 1; at <= 100; at++) record.note("wx1", refused(qr, 45000 + at), at);
  expect(record.failures("wx1").map(({ at }) => at)).toEqual([100, 99, 98, 97, 96, 95, 94, 93]);
});

test("abilities follow kind and configuration, and then what WeChat answered", () => {
  const record = createCallRecord();
  const service = { appid: "wx1", kind: "service", inWechat: true, secret: "s" } as const;
  const of = (id: string, source: Parameters<typeof abilitiesOf>[0] = service) =>
    abilitiesOf(source, record).find((one) => one.id === id);
  expect(of("qr")).toEqual({ id: "qr", rule: "verified" });
  expect(of("oauth", { ...service, inWechat: false })?.rule).toBe("off");
  expect(of("menu", { appid: "wx1", kind: "subscription", inWechat: false })?.rule).toBe("off");
  expect(of("qr", { appid: "wx1", kind: "subscription", inWechat: false })?.rule).toBe("never");
  expect(of("wxacode", { ...service, kind: "mini-program", code: { link: false } })?.rule).toBe("may");
  expect(of("urlLink", { ...service, kind: "mini-program", code: { link: false } })?.rule).toBe("off");
  record.note("wx1", refused(qr, 45009), 1_000);
  expect(of("qr")).toEqual({ id: "qr", rule: "verified" });
  record.note("wx1", refused(qr, 48001), 2_000);
  expect(of("qr")).toEqual({ id: "qr", rule: "verified", refused: 48001 });
  record.note("wx1", ok(qr), 3_000);
  expect(of("qr")).toEqual({ id: "qr", rule: "verified", workedAt: 3_000 });
});
