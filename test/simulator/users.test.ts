import { expect, test } from "vitest";
import { asker, openIdOf, refusal } from "./calls.ts";
import { stage } from "./world.ts";

async function known() {
  const s = await stage();
  const { appid } = s.account("service");
  return { ...s, ...(await asker(s)), appid, xiaoming: openIdOf(s, "xiaoming"), afei: openIdOf(s, "afei") };
}

test("a person who does not follow has an openid and a unionid, and nothing else", async () => {
  const s = await known();
  const person = s.sim.world().people[0];
  const unionid = Object.values(person?.unionIds ?? {})[0];
  expect(await s.get("/cgi-bin/user/info", { openid: s.xiaoming })).toEqual({
    subscribe: 0,
    openid: s.xiaoming,
    unionid,
  });
});

test("a follower has no name and picture, and the QR that they followed by", async () => {
  const s = await known();
  const { url } = await s.qr("shop-7");
  await s.sim.control.scan("xiaoming", { content: url });
  await s.sim.control.follow("xiaoming", s.appid);
  const later = await s.qr("other");
  await s.sim.control.scan("xiaoming", { content: later.url });
  const token = await asker(s);
  expect(await token.get("/cgi-bin/user/info", { openid: s.xiaoming, lang: "zh_CN" })).toEqual({
    subscribe: 1,
    openid: s.xiaoming,
    language: "zh_CN",
    subscribe_time: 1_700_000_000,
    unionid: expect.stringMatching(/^o/),
    remark: "",
    groupid: 0,
    tagid_list: [],
    subscribe_scene: "ADD_SCENE_QR_CODE",
    qr_scene: 0,
    qr_scene_str: "shop-7",
  });
});

test("a QR with a number, and one without, are distinguished", async () => {
  const s = await known();
  const { url } = await s.qr("", { action_name: "QR_SCENE", action_info: { scene: { scene_id: 42 } } });
  await s.sim.control.scan("xiaoming", { content: url });
  await s.sim.control.follow("xiaoming", s.appid);
  await s.sim.control.follow("afei", s.appid);
  const { get } = await asker(s);
  expect(await get("/cgi-bin/user/info", { openid: s.xiaoming })).toMatchObject({ qr_scene: 42, qr_scene_str: "" });
  expect(await get("/cgi-bin/user/info", { openid: s.afei })).toMatchObject({
    subscribe_scene: "ADD_SCENE_SEARCH",
    qr_scene: 0,
    qr_scene_str: "",
  });
});

test("an openid of another account is 40003, an account without the right 48001", async () => {
  const s = await known();
  expect(refusal(await s.get("/cgi-bin/user/info", { openid: openIdOf(s, "afei", "test") }))).toEqual([
    40003,
    "invalid openid",
  ]);
  for (const kind of ["subscription", "mini-program", "website"] as const)
    expect(refusal(await (await asker(s, kind)).get("/cgi-bin/user/info"))).toEqual([48001, "api unauthorized"]);
});

test("a batch of up to a hundred", async () => {
  const s = await known();
  await s.sim.control.follow("afei", s.appid);
  const ask = (user_list: unknown) => s.post("/cgi-bin/user/info/batchget", { user_list });
  const both = [s.xiaoming, s.afei].map((openid) => ({ openid, lang: "zh_CN" }));
  expect(await ask(both)).toMatchObject({ user_info_list: [{ subscribe: 0 }, { subscribe: 1, openid: s.afei }] });
  for (const list of [[], Array(101).fill(both[0]), undefined])
    expect(refusal(await ask(list))).toEqual([40032, "invalid openid list size"]);
  expect(refusal(await ask([{ openid: "o" }]))[0]).toBe(40003);
});

test("followers are listed in the order they came, from after an openid", async () => {
  const s = await known();
  expect(await s.get("/cgi-bin/user/get")).toEqual({ total: 0, count: 0, next_openid: "" });
  await s.sim.control.follow("afei", s.appid);
  await s.clock.advance(1000);
  await s.sim.control.follow("xiaoming", s.appid);
  expect(await s.get("/cgi-bin/user/get")).toEqual({
    total: 2,
    count: 2,
    data: { openid: [s.afei, s.xiaoming] },
    next_openid: s.xiaoming,
  });
  expect(await s.get("/cgi-bin/user/get", { next_openid: s.afei })).toMatchObject({
    total: 2,
    count: 1,
    data: { openid: [s.xiaoming] },
  });
  expect(refusal(await s.get("/cgi-bin/user/get", { next_openid: "o" }))[0]).toBe(40003);
});

test("of hundreds of followers each page holds ten thousand", async () => {
  const base = (await stage()).sim.control.saveWorld();
  const appid = base.accounts[0]?.appid ?? "";
  const people = Array.from({ length: 300 }, (_, n) => ({ name: `p${n}`, displayName: `P${n}`, follows: [appid] }));
  const s = await stage({ world: { ...base, people } });
  const { get } = await asker(s);
  expect(await get("/cgi-bin/user/get")).toMatchObject({ total: 300, count: 300 });
});
