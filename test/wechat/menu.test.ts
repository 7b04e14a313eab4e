import { expect, test } from "vitest";
import type { MenuButton } from "../../src/wechat/index.ts";
import { tell } from "./account.ts";

const ok = { errcode: 0, errmsg: "ok" };
const create = "/cgi-bin/menu/create";
const click: MenuButton = { name: "点单", type: "click", key: "order" };

test("a menu is sent in WeChat's names", async () => {
  const { api, wechat } = tell({ [create]: ok });
  await api.menu.create([
    click,
    {
      name: "更多",
      buttons: [
        { name: "网站", type: "view", url: "https://shop.example/" },
        { name: "小程序", type: "miniprogram", appid: "wx1", pagePath: "pages/a", url: "https://shop.example/" },
        { name: "扫码", type: "scancode_waitmsg", key: "scan" },
        { name: "图", type: "media_id", mediaId: "M" },
        { name: "文", type: "article_id", articleId: "A" },
      ],
    },
  ]);
  expect(wechat.asked.at(-1)?.body).toEqual({
    button: [
      { name: "点单", type: "click", key: "order" },
      {
        name: "更多",
        sub_button: [
          { name: "网站", type: "view", url: "https://shop.example/" },
          { name: "小程序", type: "miniprogram", appid: "wx1", pagepath: "pages/a", url: "https://shop.example/" },
          { name: "扫码", type: "scancode_waitmsg", key: "scan" },
          { name: "图", type: "media_id", media_id: "M" },
          { name: "文", type: "article_id", article_id: "A" },
        ],
      },
    ],
  });
});

test.each<[string, MenuButton[], string]>([
  ["an empty menu", [], "buttons must be 1 to 3"],
  ["four entries", Array(4).fill(click), "buttons must be 1 to 3"],
  ["a name of 17 bytes", [{ ...click, name: "a".repeat(17) }], "buttons[0].name must have 1 to 16 bytes"],
  ["a nameless entry", [{ ...click, name: "" }], "buttons[0].name must have 1 to 16 bytes"],
  ["an empty submenu", [{ name: "a", buttons: [] }], "buttons[0].buttons must be 1 to 5"],
  ["six in a submenu", [{ name: "a", buttons: Array(6).fill(click) }], "buttons[0].buttons must be 1 to 5"],
  [
    "a sub-name of 61 bytes",
    [{ name: "a", buttons: [{ ...click, name: "a".repeat(61) }] }],
    "buttons[0].buttons[0].name",
  ],
  ["a key of 129 bytes", [click, { name: "a", type: "click", key: "a".repeat(129) }], "buttons[1].key"],
  ["an address of 1025 bytes", [{ name: "a", type: "view", url: "a".repeat(1025) }], "buttons[0].url"],
])("%s is a misuse, and is not sent", async (_, buttons, message) => {
  const { api, wechat } = tell({});
  const error = await api.menu.create(buttons).catch((error) => error);
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toContain(message);
  expect(wechat.asked).toEqual([]);
});

test("a menu is read with its submenus and conditional ones", async () => {
  const button = [{ type: "click", name: "a", key: "k", sub_button: [] }];
  const { api } = tell({
    "/cgi-bin/menu/get": {
      menu: { button: [{ name: "more", sub_button: button }], menuid: 208396938 },
      conditionalmenu: [{ button, matchrule: { tag_id: "2" }, menuid: 208396993 }],
    },
  });
  expect(await api.menu.get()).toEqual({
    buttons: [{ name: "more", buttons: [{ type: "click", name: "a", key: "k", buttons: [] }] }],
    conditional: [
      { buttons: [{ type: "click", name: "a", key: "k", buttons: [] }], rule: { tag_id: "2" }, menuId: "208396993" },
    ],
  });
});

test("no menu is undefined, another failure is one", async () => {
  const none = tell({ "/cgi-bin/menu/get": { errcode: 46003, errmsg: "menu no exist" } });
  expect(await none.api.menu.get()).toBeUndefined();
  const failed = tell({ "/cgi-bin/menu/get": { errcode: 48001, errmsg: "api unauthorized" } });
  await expect(failed.api.menu.get()).rejects.toMatchObject({ errcode: 48001 });
});
