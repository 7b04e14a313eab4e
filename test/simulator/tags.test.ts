import { expect, test } from "vitest";
import { asker, codeOf, openIdOf } from "./calls.ts";
import { stage } from "./world.ts";

async function account() {
  const s = await stage();
  const { appid } = s.account("service");
  for (const person of ["xiaoming", "xiaohong"]) await s.sim.control.follow(person, appid);
  const asked = await asker(s);
  const call = (path: string, body: unknown) => asked.post(`/cgi-bin/${path}`, body);
  const info = () => asked.get("/cgi-bin/user/info", { openid: openIdOf(s, "xiaoming") });
  return { ...s, ...asked, appid, call, info, xiaoming: openIdOf(s, "xiaoming"), xiaohong: openIdOf(s, "xiaohong") };
}

test("tags are made, put on people, listed, renamed and deleted", async () => {
  const s = await account();
  expect(await s.call("tags/create", { tag: { name: "茶友" } })).toEqual({ tag: { id: 100, name: "茶友" } });
  await s.call("tags/create", { tag: { name: "咖啡" } });
  const openid_list = [s.xiaoming, s.xiaohong];
  expect(await codeOf(s.call("tags/members/batchtagging", { openid_list, tagid: 100 }))).toBe(0);
  await s.call("tags/members/batchtagging", { openid_list: [s.xiaoming], tagid: 101 });
  expect(await s.call("tags/getidlist", { openid: s.xiaoming })).toEqual({ tagid_list: [100, 101] });
  expect(await s.info()).toMatchObject({ tagid_list: [100, 101], groupid: 100 });
  await s.call("tags/update", { tag: { id: 100, name: "老茶友" } });
  expect(await s.get("/cgi-bin/tags/get")).toEqual({
    tags: [
      { id: 2, name: "星标组", count: 0 },
      { id: 100, name: "老茶友", count: 2 },
      { id: 101, name: "咖啡", count: 1 },
    ],
  });
  expect(await s.call("user/tag/get", { tagid: 100, next_openid: "" })).toEqual({
    count: 2,
    data: { openid: openid_list },
    next_openid: s.xiaohong,
  });
  await s.call("tags/members/batchuntagging", { openid_list, tagid: 101 });
  await s.call("tags/delete", { tag: { id: 100 } });
  expect(await s.info()).toMatchObject({ tagid_list: [] });
});

test.each([
  ["tags/create", { tag: { name: "" } }, 45157],
  ["tags/create", { tag: { name: "星标组" } }, 45157],
  ["tags/create", { tag: { name: "字".repeat(11) } }, 45158],
  ["tags/update", { tag: { id: 2, name: "a" } }, 45058],
  ["tags/delete", { tag: { id: 99 } }, 45159],
  ["user/tag/get", { tagid: 7 }, 45159],
  ["tags/getidlist", { openid: "o" }, 40003],
  ["tags/members/batchtagging", { openid_list: [], tagid: 2 }, 40032],
  ["tags/members/batchtagging", { openid_list: ["oNobody"], tagid: 2 }, 49003],
  ["tags/members/batchblacklist", { openid_list: Array(21).fill("o") }, 40032],
  ["user/info/updateremark", { openid: "o", remark: "a" }, 40003],
])("%s with %j answers %i", async (path, body, errcode) => {
  const s = await account();
  expect(await codeOf(s.call(path, body))).toBe(errcode);
});

test("a person has at most twenty tags, and an account a hundred", async () => {
  const s = await account();
  for (let tag = 0; tag < 99; tag++) await s.call("tags/create", { tag: { name: `t${tag}` } });
  expect(await codeOf(s.call("tags/create", { tag: { name: "one more" } }))).toBe(45056);
  const tagging = (tagid: number) => s.call("tags/members/batchtagging", { openid_list: [s.xiaoming], tagid });
  for (let tag = 0; tag < 20; tag++) expect(await codeOf(tagging(100 + tag))).toBe(0);
  expect(await codeOf(tagging(120))).toBe(45059);
});

test("a remark belongs to the account and is returned with the person", async () => {
  const s = await account();
  expect(await codeOf(s.call("user/info/updateremark", { openid: s.xiaoming, remark: "老顾客" }))).toBe(0);
  expect(await s.info()).toMatchObject({ remark: "老顾客" });
  expect(await codeOf(s.call("user/info/updateremark", { openid: s.xiaoming, remark: "a".repeat(30) }))).toBe(40097);
});

test("a person on the blacklist is listed and gets no messages, until they are off it", async () => {
  const s = await account();
  const openid_list = [s.xiaoming];
  const hello = { touser: s.xiaoming, msgtype: "text", text: { content: "hi" } };
  await s.call("tags/members/batchblacklist", { openid_list });
  expect(await s.call("tags/members/getblacklist", { begin_openid: "" })).toEqual({
    total: 1,
    count: 1,
    data: { openid: openid_list },
    next_openid: s.xiaoming,
  });
  expect(await codeOf(s.call("message/custom/send", hello))).toBe(43019);
  await s.call("tags/members/batchunblacklist", { openid_list });
  expect(await s.call("tags/members/getblacklist", {})).toEqual({ total: 0, count: 0, next_openid: "" });
  expect(await codeOf(s.call("message/custom/send", hello))).toBe(0);
});

test("an account without the ability is refused, and may see its own menu all the same", async () => {
  const s = await account();
  await s.sim.control.patchAccount(s.appid, { abilities: [] });
  expect(await codeOf(s.get("/cgi-bin/tags/get"))).toBe(48001);
  expect(await s.get("/cgi-bin/get_current_selfmenu_info")).toEqual({
    is_menu_open: 0,
    selfmenu_info: { button: [] },
  });
});

test("the current menu is returned with lists below its buttons", async () => {
  const s = await account();
  const below = [{ type: "view", name: "店", url: "https://a.test/" }];
  const button = [
    { type: "click", name: "登录", key: "k" },
    { name: "更多", sub_button: below },
  ];
  await s.call("menu/create", { button });
  expect(await s.get("/cgi-bin/get_current_selfmenu_info")).toEqual({
    is_menu_open: 1,
    selfmenu_info: { button: [button[0], { name: "更多", sub_button: { list: below } }] },
  });
});

test("a POST where a GET is due is refused", async () => {
  const s = await account();
  expect(await s.call("tags/get", {})).toMatchObject({ errcode: 43001 });
  expect(await s.call("get_current_selfmenu_info", {})).toMatchObject({ errcode: 43001 });
});
