import { expect, test } from "vitest";
import { generateName } from "../../src/domain/account.ts";
import { drawAvatar } from "../../src/domain/avatar.ts";
import { browserName } from "../../src/domain/browser-name.ts";
import { defaultTexts } from "../../src/domain/default-texts.ts";
import { languages, preferredLanguage } from "../../src/domain/language.ts";
import { fill } from "../../src/domain/texts.ts";
import { createSeededRandom } from "../../src/testing/index.ts";

test("a browser is called by names of ours, whatever it says of itself", () => {
  const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36";
  expect(browserName(mac)).toBe("Chrome · macOS");
  expect(browserName(`${mac} Edg/150.0`)).toBe("Edge · macOS");
  expect(browserName("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1")).toBe(
    "Safari · iPhone",
  );
  expect(browserName("Mozilla/5.0 (Linux; Android 16) Chrome/150 Mobile MicroMessenger/8.0")).toBe("WeChat · Android");
  expect(browserName('<a href="weixin://evil">tap me</a>')).toBe("");
  expect(browserName(undefined)).toBe("");
  expect(browserName(`${" ".repeat(2041)}Chrome/`)).toBe("Chrome");
  expect(browserName(`${" ".repeat(2042)}Chrome/`)).toBe("");
});

test("the language is the one the browser prefers of ours, else Chinese", () => {
  expect(preferredLanguage("en-US,zh-CN;q=0.9")).toBe("en");
  expect(preferredLanguage("fr,en;q=0.4,zh;q=0.8")).toBe("zh-CN");
  expect(preferredLanguage("en;q=0,zh")).toBe("zh-CN");
  expect(preferredLanguage("de")).toBe("zh-CN");
  expect(preferredLanguage(undefined)).toBe("zh-CN");
  expect(preferredLanguage(",;;q=x,en".repeat(1000))).toBe("en");
});

test("every text exists in every language, and its links survive the longest names within WeChat's 2048 bytes", () => {
  const link = `<a href="weixin://bizmsgmenu?msgmenucontent=${encodeURIComponent("是我，登录")}&msgmenuid=2147483647">是我，登录</a>`;
  const longest = { site: "茶".repeat(40), name: "慢慢的猫头鹰 999", browser: "HarmonyOS · WeChat", time: "14:05" };
  for (const language of languages) {
    for (const [key, template] of Object.entries(defaultTexts[language])) {
      expect(template.length, `${language} ${key}`).toBeGreaterThan(0);
      expect(
        Buffer.byteLength(
          fill(template, {
            ...longest,
            yes: link,
            no: link,
            numbers: link.repeat(3),
            code: "ABCD-EFGH-J",
            source: longest.site,
          }),
        ),
      ).toBeLessThan(2048);
    }
  }
});

test("a template's unknown key becomes nothing", () => {
  expect(fill("a{b}c{d}", { b: "B" })).toBe("aBc");
  expect(fill("{day} {due}", { day: "1", due: "2" })).toBe("1 2");
});

test("names are friendly and avatars are always the same for the same account", () => {
  const random = createSeededRandom("names");
  expect(generateName(random, "zh-CN")).toMatch(/^\p{Script=Han}+ \d{3}$/u);
  expect(generateName(random, "en")).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d{3}$/);
  expect(drawAvatar("a")).toBe(drawAvatar("a"));
  expect(drawAvatar("a")).not.toBe(drawAvatar("b"));
  expect(drawAvatar("a").length).toBeLessThan(1500);
  expect(decodeURIComponent(drawAvatar("e"))).toMatch(/hsl\(89 55.*hsl\(269 75.*cx="19".*cx="55"/);
  expect(decodeURIComponent(drawAvatar("a"))).toBe(
    `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="hsl(285 55% 84%)"/><circle cx="26" cy="21" r="8" fill="hsl(105 75% 88%)"/><ellipse cx="9" cy="66" rx="36" ry="26" fill="hsl(333 38% 62%)"/><ellipse cx="40" cy="72" rx="36" ry="26" fill="hsl(333 42% 48%)"/></svg>`,
  );
});
