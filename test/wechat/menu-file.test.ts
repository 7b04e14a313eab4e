import { expect, test } from "vitest";
import { createMenus } from "../../src/simulator/api/menu/menus.ts";
import { readMenu as readBySimulator } from "../../src/simulator/api/menu/read.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import { type MenuProblem, readMenu, writeMenu } from "../../src/wechat/index.ts";

const click = { type: "click", name: "登录", key: "SAOMA_LOGIN" };
const view = { type: "view", name: "官网", url: "https://tea.example/" };
const appid = "wx0123456789abcdef";
const good = {
  button: [
    click,
    view,
    {
      name: "更多",
      sub_button: [
        { type: "miniprogram", name: "点单", appid, pagepath: "pages/order/index", url: "https://tea.example/" },
        { type: "scancode_waitmsg", name: "扫一扫", key: "scan", sub_button: [] },
        { type: "media_id", name: "图", media_id: "M" },
        { type: "article_view_limited", name: "文", article_id: "A" },
      ],
    },
  ],
};

const found = (json: unknown): readonly MenuProblem[] => {
  const read = readMenu(json);
  return read.ok ? [] : read.problems;
};

test("a good menu is read, as menu/create takes it and as menu/get answers it", () => {
  const read = readMenu(good);
  expect(read).toEqual({
    ok: true,
    buttons: [
      click,
      view,
      {
        name: "更多",
        buttons: [
          { type: "miniprogram", name: "点单", appid, pagePath: "pages/order/index", url: "https://tea.example/" },
          { type: "scancode_waitmsg", name: "扫一扫", key: "scan" },
          { type: "media_id", name: "图", mediaId: "M" },
          { type: "article_view_limited", name: "文", articleId: "A" },
        ],
      },
    ],
  });
  expect(readMenu({ menu: good })).toEqual(read);
});

test("a menu that is written is read again", () => {
  const shown = [
    { name: "登录", type: "click", key: "SAOMA_LOGIN", buttons: [] },
    {
      name: "更多",
      buttons: [{ name: "点", type: "miniprogram", appid, pagePath: "a", url: "https://t.example", buttons: [] }],
    },
  ];
  expect(writeMenu(shown)).toEqual({
    button: [
      click,
      {
        name: "更多",
        sub_button: [{ name: "点", type: "miniprogram", appid, pagepath: "a", url: "https://t.example" }],
      },
    ],
  });
  expect(found(writeMenu(shown))).toEqual([]);
});

const wrong: readonly (readonly [string, unknown, string])[] = [
  ["no list", { buttons: [] }, "button is missing"],
  ["nothing at all", undefined, "button is missing"],
  ["a text for the list", { button: "x" }, "button must be a list of 1 to 3 buttons"],
  ["no button", { button: [] }, "button must have 1 to 3 buttons, this has 0"],
  ["four buttons", { button: [click, click, click, click] }, "button must have 1 to 3 buttons, this has 4"],
  ["a button that is none", { button: [1] }, "button[0] must be an object"],
  [
    "six below one",
    { button: [{ name: "a", sub_button: Array(6).fill(click) }] },
    "button[0].sub_button must have 1 to 5",
  ],
  [
    "a third level",
    { button: [{ name: "a", sub_button: [{ name: "b", sub_button: [click] }] }] },
    "button[0].sub_button[0].sub_button is not allowed here",
  ],
  [
    "a name of 17 bytes",
    { button: [{ ...click, name: "一二三四五ab" }] },
    "button[0].name must have at most 16 bytes of UTF-8, this has 17",
  ],
  [
    "a name of 61 bytes below",
    { button: [{ name: "a", sub_button: [{ ...click, name: "x".repeat(61) }] }] },
    "button[0].sub_button[0].name must have at most 60 bytes",
  ],
  ["no name", { button: [{ type: "click", key: "k" }] }, "button[0].name is missing"],
  ["an empty name", { button: [{ ...click, name: "" }] }, "button[0].name must not be empty"],
  ["a number for a name", { button: [{ ...click, name: 1 }] }, "button[0].name must be a text"],
  ["no type", { button: [{ name: "a" }] }, "button[0].type must be one of click, view"],
  ["an unknown type", { button: [{ name: "a", type: "clik", key: "k" }] }, "button[0].type must be one of click"],
  ["a click without key", { button: [{ name: "a", type: "click" }] }, "button[0].key is missing"],
  ["a key of 129 bytes", { button: [{ ...click, key: "k".repeat(129) }] }, "button[0].key must have at most 128 bytes"],
  ["a view without url", { button: [{ name: "a", type: "view" }] }, "button[0].url is missing"],
  [
    "an address without scheme",
    { button: [{ ...view, url: "tea.example" }] },
    "button[0].url must be an http:// or https:// address",
  ],
  [
    "an address of 1025 bytes",
    { button: [{ ...view, url: `https://${"a".repeat(1017)}` }] },
    "button[0].url must have at most 1024 bytes",
  ],
  [
    "a mini-program without its page",
    { button: [{ name: "a", type: "miniprogram", appid, url: "https://t.example" }] },
    "button[0].pagepath is missing",
  ],
  [
    "a mini-program by name",
    { button: [{ name: "a", type: "miniprogram", appid: "tea", pagepath: "p", url: "https://t.example" }] },
    "button[0].appid must be a mini-program's appid",
  ],
  [
    "what another type has",
    { button: [{ ...click, url: "https://t.example" }] },
    "button[0].url is not supported for a button of type click",
  ],
  [
    "an action and a submenu",
    { button: [{ ...click, sub_button: [view] }] },
    "button[0].key is not supported for a button with a submenu",
  ],
];

test.each(wrong)("%s is said with its place", (_, json, said) => {
  expect(found(json).map(({ path, message }) => `${path} ${message}`)).toContainEqual(expect.stringContaining(said));
});

test("everything is said at once", () => {
  expect(found({ button: [{ name: "" }, { ...view, url: "x" }] }).map(({ path }) => path)).toEqual([
    "button[0].name",
    "button[0].type",
    "button[1].url",
  ]);
});

// A menu that passes here must pass there. The simulator checks it by its own rules.
test("the simulator accepts the menus that are read as valid, and no menu that it refuses is read", () => {
  const taken = (json: { button?: unknown }): boolean => {
    try {
      createMenus(createSeededRandom("menu")).create(
        appid,
        readBySimulator(JSON.stringify(json), json, () => true),
      );
      return true;
    } catch {
      return false;
    }
  };
  expect(taken(good)).toBe(true);
  const refused = wrong
    .map(([, json]) => json)
    .filter((json) => typeof json === "object" && json !== null && !taken(json));
  expect(refused.length).toBeGreaterThan(15);
  expect(refused.filter((json) => readMenu(json).ok)).toEqual([]);
});
