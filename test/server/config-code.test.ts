import { expect, test } from "vitest";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good } from "./options.ts";

type Source = Partial<SaomaOptions["sources"][number]>;
type Application = Partial<SaomaOptions["applications"][number]>;

const withOptions = (source: Source, application: Application = {}) =>
  parseConfig(
    {
      ...good,
      sources: [{ ...good.sources[0], ...source }],
      applications: [{ ...good.applications[0], ...application }],
    },
    {},
  );

test("left alone, chats answer 登录 with a code, prompts are tapped, and every channel is allowed", () => {
  const { sources, applications } = withOptions({});
  expect(sources[0]).toMatchObject({ codeKeywords: ["登录", "login"] });
  expect(sources[0]).not.toHaveProperty("qr");
  expect(applications[0]?.policy).toMatchObject({ confirm: "new-browser", confirmBy: "tap" });
  expect(applications[0]).not.toHaveProperty("channels");
});

test("an account's QR is what it says, or a picture of it", () => {
  const picture = "data:image/png;base64,iVBORw0KGgo=";
  expect(withOptions({ qr: "http://weixin.qq.com/r/abc" }).sources[0]?.qr).toBe("http://weixin.qq.com/r/abc");
  expect(withOptions({ qr: picture }).sources[0]?.qr).toBe(picture);
  for (const qr of [
    "gh_123",
    "data:text/html;base64,PHA+",
    "javascript:alert(1)",
    "data:image/svg+xml;base64,PHN2Zz4=",
  ]) {
    expect(() => withOptions({ qr })).toThrow("sources[0].qr");
  }
});

test("a channel that there is not, and a way to confirm that there is not, are named with those there are", () => {
  const misspelt = { channels: ["official-account-cod"], confirmBy: "digit" } as unknown as Application;
  expect(() => withOptions({}, misspelt)).toThrow('Did you mean "official-account-code"?');
  expect(() => withOptions({}, misspelt)).toThrow("applications[0].confirmBy");
});

test("a text of the chat may use {numbers} and {code}, and is told of others", () => {
  withOptions({}, { texts: { en: { askByNumber: "{numbers} {no}", chatCode: "{code}" } } });
  expect(() => withOptions({}, { texts: { en: { codeWrong: "{digits}" } } })).toThrow("{digits}");
});
