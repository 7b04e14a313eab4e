import jpeg from "jpeg-js";
import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";
import { post, stage } from "./world.ts";

const create = async (body: unknown, kind: "service" | "subscription" | "test" | "website" = "service") => {
  const s = await stage();
  return s.call(`/cgi-bin/qrcode/create?access_token=${await s.token(kind)}`, post(body));
};
const temporary = (scene: unknown, more = {}) => ({ action_name: "QR_STR_SCENE", action_info: { scene }, ...more });
const show = async (path: string) => (await stage()).sim.fetch(new Request(`http://127.0.0.1${path}`));

test("a temporary QR has a ticket, its lifetime and a url of WeChat's", async () => {
  expect(await create(temporary({ scene_str: "abc" }, { expire_seconds: 120 }))).toEqual({
    ticket: expect.stringMatching(/^gQ[\w-]{4,5}AAAAAAAAA[\w-]+$/),
    expire_seconds: 120,
    url: expect.stringMatching(/^http:\/\/weixin\.qq\.com\/q\/02[\w-]{20}$/),
  });
});

test("a ticket is 72 bytes that hold the url, the time and the lifetime", async () => {
  const { ticket, url } = await create(temporary({ scene_str: "abc" }, { expire_seconds: 2_592_000 }));
  const bytes = Buffer.from(String(ticket), "base64url");
  expect([String(ticket).length, bytes.length]).toEqual([96, 72]);
  expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0x81, 0x01]));
  expect(bytes.subarray(5, 14)).toEqual(Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 46]));
  expect(bytes.subarray(14, 60).toString()).toBe(`${url}\0`);
  expect([bytes.readUInt32LE(62), bytes.readUInt32LE(68)]).toEqual([1_700_000_000, 2_592_000]);
});

test.each([{}, { expire_seconds: 0 }, { expire_seconds: "120" }])(
  "without a proper lifetime it lives 60 s: %j",
  async (more) => {
    expect(await create(temporary({ scene_str: "abc" }, more))).toMatchObject({ expire_seconds: 60 });
  },
);

test("the default lifetime is a switch", async () => {
  const s = await stage({ settings: { qrcodeDefaultSeconds: 30 } });
  const answer = await s.call(
    `/cgi-bin/qrcode/create?access_token=${await s.token()}`,
    post(temporary({ scene_str: "a" })),
  );
  expect(answer.expire_seconds).toBe(30);
});

test.each([
  { action_name: "QR_LIMIT_STR_SCENE", action_info: { scene: { scene_str: "shop" } } },
  { action_name: "QR_LIMIT_SCENE", action_info: { scene: { scene_id: 100_000 } } },
])("a permanent QR has no lifetime: $action_name", async (body) => {
  expect(Object.keys(await create(body))).toEqual(["ticket", "url"]);
});

test.each([
  ["an unknown action", { action_name: "QR_CARD", action_info: {} }, 40052],
  ["no action", { action_info: {} }, 40052],
  ["no action info", { action_name: "QR_SCENE" }, 40053],
  ["a scene that is no object", temporary("abc"), 40053],
  ["an empty scene", temporary({ scene_str: "" }), 40053],
  ["a scene of 65 characters", temporary({ scene_str: "x".repeat(65) }), 40053],
  ["a number where text belongs", temporary({ scene_id: 7 }), 40053],
  ["a scene id of 0", { action_name: "QR_SCENE", action_info: { scene: { scene_id: 0 } } }, 40053],
  ["a scene id of 33 bits", { action_name: "QR_SCENE", action_info: { scene: { scene_id: 2 ** 32 } } }, 40053],
  [
    "a permanent id over 100000",
    { action_name: "QR_LIMIT_SCENE", action_info: { scene: { scene_id: 100_001 } } },
    40053,
  ],
  ["more than 30 days", temporary({ scene_str: "abc" }, { expire_seconds: 2_592_001 }), 40053],
  ["an empty body", "", 44002],
  ["a body that is no JSON", "scene=abc", 47001],
])("%s is refused", async (_, body, errcode) => {
  expect((await create(body)).errcode).toBe(errcode);
});

test("scenes of 64 characters and ids of 32 bits are taken", async () => {
  expect(await create(temporary({ scene_str: "x".repeat(64) }))).toHaveProperty("ticket");
  expect(await create({ action_name: "QR_SCENE", action_info: { scene: { scene_id: 2 ** 32 - 1 } } })).toHaveProperty(
    "ticket",
  );
});

test("with the switch on, values out of range are cut", async () => {
  const s = await stage({ settings: { qrcodeRanges: "lenient" } });
  const body = { action_name: "QR_SCENE", action_info: { scene: { scene_id: 2 ** 40 } }, expire_seconds: 9e9 };
  const { url, expire_seconds } = await s.call(`/cgi-bin/qrcode/create?access_token=${await s.token()}`, post(body));
  expect(expire_seconds).toBe(2_592_000);
  await s.sim.control.scan("afei", { content: String(url) });
  await s.sim.control.follow("afei", s.account("service").appid);
  expect(s.service.got[0]?.body).toContain("<EventKey><![CDATA[qrscene_4294967295]]></EventKey>");
});

test("accounts without the ability get 48001, the test account has it", async () => {
  const codes = [];
  for (const kind of ["subscription", "website", "test"] as const)
    codes.push((await create(temporary({ scene_str: "abc" }), kind)).errcode);
  expect(codes).toEqual([48001, 48001, undefined]);
});

test("the token belongs in the query, and the method is POST", async () => {
  const s = await stage();
  const inBody = await s.call("/cgi-bin/qrcode/create", post({ access_token: await s.token() }));
  const byGet = await s.call(`/cgi-bin/qrcode/create?access_token=${await s.token()}`);
  expect([inBody.errcode, byGet.errcode]).toEqual([41001, 43002]);
});

test("showqrcode is a JPEG of 430 pixels that holds the url, also after it expired", async () => {
  const s = await stage();
  const { url, ticket } = await s.qr("abc");
  await s.clock.advance(3_600_000);
  const response = await s.sim.fetch(
    new Request(`http://127.0.0.1/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`),
  );
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "image/jpg",
    date: new Date(s.clock.now()).toUTCString(),
    "accept-ranges": "bytes",
    "cache-control": "max-age=604800",
  });
  const image = jpeg.decode(new Uint8Array(await response.arrayBuffer()), { useTArray: true });
  expect([image.width, image.height, decodeQR(image)]).toEqual([430, 430, url]);
});

test.each(["/cgi-bin/showqrcode?ticket=nonsense", "/cgi-bin/showqrcode"])("a bad ticket is 404: %s", async (path) => {
  expect((await show(path)).status).toBe(404);
});
