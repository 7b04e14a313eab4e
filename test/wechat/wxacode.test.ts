import { expect, test } from "vitest";
import type { WechatApi } from "../../src/wechat/index.ts";
import { tell } from "./account.ts";

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const png = Buffer.from("\x89PNG\r\n\x1a\n…", "latin1");
const calls: [string, (api: WechatApi) => Promise<unknown>, object][] = [
  [
    "/wxa/getwxacodeunlimit",
    (api) =>
      api.wxacode.unlimited({ scene: "a=1", page: "pages/a", checkPath: false, width: 280, envVersion: "trial" }),
    { scene: "a=1", page: "pages/a", check_path: false, width: 280, env_version: "trial" },
  ],
  [
    "/wxa/getwxacode",
    (api) => api.wxacode.round({ path: "pages/a?b=1", transparent: true, lineColor: { r: 1, g: 2, b: 3 } }),
    { path: "pages/a?b=1", is_hyaline: true, line_color: { r: 1, g: 2, b: 3 } },
  ],
  ["/cgi-bin/wxaapp/createwxaqrcode", (api) => api.wxacode.square("pages/a", 430), { path: "pages/a", width: 430 }],
];

test.each(calls)("%s gives the picture's bytes", async (path, act, body) => {
  const { api, wechat } = tell({ [path]: () => new Response(jpeg, { headers: { "num-used": "7" } }) });
  expect(await act(api)).toEqual({ bytes: jpeg, contentType: "image/jpeg", used: 7 });
  expect(wechat.asked.at(-1)).toMatchObject({ method: "POST", body, query: { access_token: "token-1" } });
});

test("a transparent code is a PNG", async () => {
  const { api } = tell({ "/wxa/getwxacodeunlimit": () => new Response(png) });
  expect(await api.wxacode.unlimited({ scene: "a" })).toEqual({ bytes: png, contentType: "image/png" });
});

test.each(calls)("%s says by its content, not its type, that it failed", async (path, act) => {
  const body = '{"errcode":41030,"errmsg":"invalid page rid: 6aac005a-1b2c3d4e-0f0f0f0f"}';
  const { api } = tell({ [path]: () => new Response(body, { headers: { "content-type": "image/jpeg" } }) });
  await expect(act(api)).rejects.toMatchObject({ errcode: 41030, errmsg: "invalid page", endpoint: path });
});

test.each(["", "<html>", "{}", '{"errcode":0}', "GIF89a"])("%j is no picture", async (body) => {
  const { api } = tell({ "/wxa/getwxacodeunlimit": () => new Response(body) });
  await expect(api.wxacode.unlimited({ scene: "a" })).rejects.toMatchObject({
    name: "WechatUnreachable",
    reason: "answer",
  });
});

test("a refused token gets another and the code is made", async () => {
  let asked = 0;
  const { api } = tell({
    "/wxa/getwxacodeunlimit": () => (++asked === 1 ? { errcode: 40001, errmsg: "no" } : new Response(jpeg)),
  });
  expect(await api.wxacode.unlimited({ scene: "a" })).toMatchObject({ contentType: "image/jpeg" });
});
