import { expect, test } from "vitest";
import { asker, refusal } from "./calls.ts";
import { type Stage, stage } from "./world.ts";

async function shop() {
  const s = await stage();
  return { ...s, ...(await asker(s, "mini-program")) };
}

/** The image as a phone gets it: a data URI. */
async function scanned(s: Stage, image: Response) {
  const type = image.headers.get("content-type") ?? "";
  const data = Buffer.from(await image.arrayBuffer()).toString("base64");
  return s.sim.control.scan("xiaoming", { image: `data:${type};base64,${data}` });
}
const scenes = "login.aZ09!#$&'()*+,/:;=?@-_~";

test("a 小程序码 without limit is a JPEG, and a phone opens its page with the scene, encoded", async () => {
  const s = await shop();
  const image = await s.raw("/wxa/getwxacodeunlimit", { scene: scenes, page: "pages/login/index" });
  expect([image.status, image.headers.get("content-type"), image.headers.get("num-used")]).toEqual([
    200,
    "image/jpeg",
    null,
  ]);
  expect(await scanned(s, image)).toEqual({
    outcome: "mini-program",
    appid: s.account("mini-program").appid,
    page: {
      appid: s.account("mini-program").appid,
      path: "pages/login/index",
      query: { scene: encodeURIComponent(scenes) },
      launchScene: 1047,
    },
  });
  expect(s.sim.control.person("xiaoming").miniProgram).toMatchObject({ path: "pages/login/index" });
});

test("without a page the code opens the home page", async () => {
  const s = await shop();
  const image = await s.raw("/wxa/getwxacodeunlimit", { scene: "a" });
  expect(await scanned(s, image)).toMatchObject({ page: { path: "pages/index/index", query: { scene: "a" } } });
});

test.each([280, 430, 1280])("a code of %i pixels can be read, transparent and coloured too", async (width) => {
  const s = await shop();
  const look = { width, is_hyaline: true, line_color: { r: 0, g: 90, b: 40 } };
  const image = await s.raw("/wxa/getwxacodeunlimit", { scene: "abc", ...look });
  expect(image.headers.get("content-type")).toBe("image/png");
  expect(await scanned(s, image)).toMatchObject({ outcome: "mini-program" });
});

test("the other two take a path with its query, and share one quota", async () => {
  const s = await shop();
  const round = await s.raw("/wxa/getwxacode", { path: "pages/order/index?id=7&x=%E4%BD%A0" });
  const again = await s.raw("/wxa/getwxacode", { path: "pages/order/index?id=7&x=%E4%BD%A0" });
  const square = await s.raw("/cgi-bin/wxaapp/createwxaqrcode", { path: "pages/order/index?id=8", width: 300 });
  expect([round, again, square].map((image) => image.headers.get("num-used"))).toEqual(["1", "1", "2"]);
  expect(await scanned(s, round)).toMatchObject({ page: { query: { id: "7", x: "%E4%BD%A0" }, launchScene: 1047 } });
  expect(await scanned(s, square)).toMatchObject({ page: { query: { id: "8" }, launchScene: 1011 } });
});

test("a trial version opens for the members of the project only", async () => {
  const s = await shop();
  const { appid } = s.account("mini-program");
  const code = () => s.raw("/wxa/getwxacodeunlimit", { scene: "a", env_version: "trial" });
  expect(await scanned(s, await code())).toEqual({ outcome: "no-access", appid });
  await s.sim.control.patchAccount(appid, { members: ["xiaoming"] });
  expect(await scanned(s, await code())).toMatchObject({ outcome: "mini-program" });
});

const scene = "a";
test.each<[string, string, object, number, string]>([
  ["unlimit", "no scene", {}, 40169, "invalid length for scene, or the data is not json string"],
  [
    "unlimit",
    "33 characters",
    { scene: "a".repeat(33) },
    40169,
    "invalid length for scene, or the data is not json string",
  ],
  ["unlimit", "a percent sign", { scene: "%20" }, 40129, "invalid scene"],
  ["unlimit", "Chinese", { scene: "你" }, 40129, "invalid scene"],
  ["unlimit", "a reserved word", { scene: "scancode_time=1" }, 85096, "not allow include scancode_time field"],
  ["unlimit", "an unpublished page", { scene, page: "pages/no" }, 41030, "invalid page"],
  ["unlimit", "a leading slash", { scene, page: "/pages/index/index" }, 41030, "invalid page"],
  ["unlimit", "a query", { scene, page: "pages/index/index?a", check_path: false }, 41030, "invalid page"],
  ["unlimit", "another env_version", { scene, env_version: "beta" }, 40097, "invalid args"],
  ["unlimit", "a width that is none", { scene, width: "430" }, 40097, "invalid args"],
  ["unlimit", "a colour that is none", { scene, line_color: { r: 300 } }, 40097, "invalid args"],
  ["", "no path", {}, 40159, "invalid length for path, or the data is not json string"],
  ["", "a long path", { path: "p".repeat(1025) }, 40159, "invalid length for path, or the data is not json string"],
  ["", "a reserved word", { path: "p?scancode_time=1" }, 85096, "not allow include scancode_time field"],
  ["", "another env_version", { path: "p", env_version: 1 }, 40097, "invalid args"],
])("getwxacode%s refuses %s", async (which, _, body, errcode, text) => {
  const s = await shop();
  expect(refusal(await s.post(`/wxa/getwxacode${which}`, body))).toEqual([errcode, text]);
});

test("createwxaqrcode takes a path of 128 characters at most", async () => {
  const s = await shop();
  const path = "/cgi-bin/wxaapp/createwxaqrcode";
  expect((await s.raw(path, { path: "p".repeat(128) })).headers.get("content-type")).toBe("image/jpeg");
  expect(refusal(await s.post(path, { path: "p".repeat(129) }))[0]).toBe(40159);
});

test("beyond the codes a 小程序 may ever make is 45029, and one made before is given again", async () => {
  const s = await shop();
  s.sim.control.patchSettings({ miniProgramCodes: 1 });
  const make = (path: string) => s.raw("/wxa/getwxacode", { path });
  expect([(await make("pages/a")).headers.get("num-used"), (await make("pages/a")).headers.get("num-used")]).toEqual([
    "1",
    "1",
  ]);
  expect(refusal((await (await make("pages/b")).json()) as Record<string, unknown>)).toEqual([
    45029,
    "qrcode count out of limit",
  ]);
});

test("a page need not be published when check_path is false", async () => {
  const s = await shop();
  const image = await s.raw("/wxa/getwxacodeunlimit", { scene, page: "pages/next", check_path: false });
  expect(await scanned(s, image)).toMatchObject({ page: { path: "pages/next" } });
  await s.sim.control.patchAccount(s.account("mini-program").appid, { pages: [] });
  expect(refusal(await s.post("/wxa/getwxacodeunlimit", { scene }))).toEqual([41030, "invalid page"]);
});

test("only a 小程序 has such codes, and 5000 a minute", async () => {
  const s = await shop();
  const service = await asker(s, "service");
  expect(refusal(await service.post("/wxa/getwxacodeunlimit", { scene }))).toEqual([48001, "api unauthorized"]);
  s.sim.control.patchSettings({ quotas: { "/wxa/getwxacodeunlimit": { minute: 1 } } });
  await s.raw("/wxa/getwxacodeunlimit", { scene });
  expect(refusal(await s.post("/wxa/getwxacodeunlimit", { scene }))[0]).toBe(45011);
});

test("an invented code counts as expired", async () => {
  const s = await shop();
  expect(await s.sim.control.scan("afei", { content: "https://mp.weixin.qq.com/a/~nobody" })).toEqual({
    outcome: "expired",
  });
});
