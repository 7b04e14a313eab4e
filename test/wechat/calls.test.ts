import { expect, test } from "vitest";
import { z } from "zod";
import type { WechatApi } from "../../src/wechat/index.ts";
import { tell } from "./account.ts";
import { calls, openid } from "./documented-calls.ts";

const named = calls.map((call) => [call.path, call] as const);

test.each(named)("%s is asked as documented, and its answer read", async (path, call) => {
  const { api, wechat } = tell({ [path]: call.answered });
  expect(await call.act(api)).toEqual(call.gives);
  const asked = wechat.asked.at(-1);
  expect(asked).toMatchObject({ path, origin: "https://api.weixin.qq.com", method: call.query ? "GET" : "POST" });
  expect(asked?.query).toEqual({ ...call.query, ...(call.tokenless ? {} : { access_token: "token-1" }) });
  expect(asked?.body).toEqual(call.body);
  expect(wechat.count("/cgi-bin/stable_token")).toBe(call.tokenless ? 0 : 1);
});

test.each(named)("%s tells its errcode, and an answer of another shape is no answer", async (path, call) => {
  const failed = tell({ [path]: { errcode: 45009, errmsg: "reach max api daily quota limit rid: 6aac005a-1-2" } });
  await expect(call.act(failed.api)).rejects.toMatchObject({ name: "WechatError", errcode: 45009, endpoint: path });
  for (const answered of [{}, [], "ok", null, { errcode: "zero" }]) {
    const odd = tell({ [path]: answered });
    const error = await call.act(odd.api).catch((error) => error);
    expect(error).toMatchObject({ name: "WechatUnreachable", reason: "answer", endpoint: path });
  }
});

test("names with bare control characters are read", async () => {
  const body = `{"subscribe":1,"openid":"${openid}","remark":"a\u0001b\tc","qr_scene":0}`;
  const { api } = tell({ "/cgi-bin/user/info": new Response(body) });
  expect(await api.user.info(openid)).toMatchObject({ remark: "a b c" });
});

test("any other call uses the account's token, and a schema describes its response", async () => {
  const { api, wechat } = tell({ "/cgi-bin/tags/get": { tags: [{ id: 1 }] } });
  const answer = z.object({ tags: z.array(z.object({ id: z.number() })) });
  expect(await api.call({ endpoint: "/cgi-bin/tags/get", answer })).toEqual({ tags: [{ id: 1 }] });
  expect(wechat.asked.at(-1)?.query).toEqual({ access_token: "token-1" });
  expect(await api.token()).toBe("token-1");
});

const misuses: [string, (api: WechatApi) => Promise<unknown>, RegExp][] = [
  ["a numeric scene past 32 bits", (api) => api.qrcode.create({ scene: 2 ** 32, expireSeconds: 60 }), /^scene/],
  ["the scene zero", (api) => api.qrcode.create({ scene: 0, expireSeconds: 60 }), /^scene/],
  ["a permanent scene past 100 000", (api) => api.qrcode.createPermanent(100_001), /^scene/],
  ["nobody", (api) => api.user.infos([]), /^openIds/],
  ["101 people", (api) => api.user.infos(Array(101).fill(openid)), /^openIds/],
  ["a link of 31 days", (api) => api.link.url({ ends: { days: 31 } }), /^ends\.days/],
  ["a link that ends at half a second", (api) => api.link.scheme({ ends: { at: 1.5 } }), /^ends\.at/],
  ["a long query", (api) => api.link.url({ query: "a".repeat(1025) }), /^query/],
  ["a code without scene", (api) => api.wxacode.unlimited({ scene: "" }), /^scene/],
  ["a scene with %", (api) => api.wxacode.unlimited({ scene: "%E8" }), /^scene/],
  ["a scene of 33", (api) => api.wxacode.unlimited({ scene: "a".repeat(33) }), /^scene/],
  ["a page with /", (api) => api.wxacode.unlimited({ scene: "a", page: "/pages/a" }), /^page/],
  ["a page with a query", (api) => api.wxacode.unlimited({ scene: "a", page: "pages/a?b" }), /^page/],
  ["a narrow code", (api) => api.wxacode.round({ path: "a", width: 279 }), /^width/],
  ["a wide code", (api) => api.wxacode.square("a", 1281), /^width/],
  ["a long path", (api) => api.wxacode.square("a".repeat(129)), /^path/],
];

test.each(misuses)("%s is a misuse, and is not sent", async (_, act, message) => {
  const { api, wechat } = tell({});
  await expect(act(api)).rejects.toThrow(TypeError);
  await expect(act(api)).rejects.toThrow(message);
  expect(wechat.asked).toEqual([]);
});
