import { expect, test } from "vitest";
import { stripLinks } from "../../src/login/transition/strip-links.ts";

/** What WeChat, or another client, turns into a link in a text message. */
const linked =
  /https?:|:\/\/|<a|[\p{L}\p{N}][.．｡][\p{L}\p{N}]|[a-z0-9]。[a-z0-9]|@\S|#\S|\p{Nd}(?:[\s-]?\p{Nd}){4}|(?:^|[^a-z])(?:weixin|tel|mailto|wxp):/iu;

test.each([
  "evil.example",
  "青禾客服 www.evil.example/登录",
  "https://evil.example",
  "HTTPS://EVIL.EXAMPLE:8443/x",
  "weixin://dl/business/?t=abc",
  "#小程序://青禾/abc",
  "evil．example",
  "evil｡example",
  "evil。example",
  "中文.网址",
  "192.0.2.7",
  "[2001:db8::1]",
  "mail@evil.example",
  "@青禾客服",
  "tel:13800138000",
  "mailto:x",
  "13800138000",
  "138 0013 8000",
  "138-0013-8000",
  "+86 (138) 0013-8000",
  "１３８００１３８０００",
  '<a href="https://evil.example">青禾</a>',
  "\\\\evil\\share",
  "加QQ 10001",
])("of %j the chat makes no link", (name) => {
  const shown = stripLinks(name);
  expect(shown).not.toMatch(linked);
  expect(name).toMatch(/./);
});

test.each([
  "慢慢的熊猫 244",
  "J. Smith",
  "王小明。",
  "阿飞 2026",
  "Müller-Lüdenscheidt",
  "小红 ✨",
  "A·B",
  "3 点 5 分",
])("%j stays as it is", (name) => {
  expect(stripLinks(name)).toBe(name);
});

test("a name that is broken up still reads as before", () => {
  expect(stripLinks("老王 evil.example 13800138000")).toBe("老王 evil·example 138·001·380·00");
});
