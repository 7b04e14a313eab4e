import { expect, test } from "vitest";
import { parseConfig } from "../../src/server/config/parse.ts";
import { configOf } from "../repo/page-config.ts";
import { read } from "../repo/pages.ts";

const secrets: Readonly<Record<string, string>> = {
  SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
  SAOMA_WX0123456789ABCDEF_TOKEN: "teahouse2026teahouse",
  SAOMA_API_WECHAT_SERVER_TOKEN: "5f3c9a1e7b2d4086af51c3e97d2b6048",
  SAOMA_WX0123456789ABCDEF_SECRET: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
  SAOMA_WX0123456789ABCDEF_AES_KEY: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
  SAOMA_WIKI_CLIENT_SECRET: "Zk3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yA",
};

test.each(["docs/connect/wechat-server.md", "docs/zh-CN/connect/wechat-server.md"])(
  "the configuration of %s is good with just the secrets that it names",
  async (page) => {
    const named = [...read(page).matchAll(/^(SAOMA_\w+)=/gm)].map(([, name = ""]) => name);
    const environment = Object.fromEntries(named.map((name) => [name, secrets[name]]));
    const { applications } = parseConfig(await configOf(page), environment);
    expect(applications[0]?.wechatServer).toMatchObject({ atRoot: true, accessToken: false });
    for (const name of named) {
      const { [name]: _, ...rest } = environment;
      const config = await configOf(page);
      expect(() => parseConfig(config, rest), name).toThrow(/is missing/);
    }
  },
);

test.each(["docs/connect/openid.md", "docs/zh-CN/connect/openid.md"])(
  "the configuration of %s is good",
  async (page) => {
    const named = [...read(page).matchAll(/^(SAOMA_\w+)=/gm)].map(([, name = ""]) => name);
    const environment = Object.fromEntries(named.map((name) => [name, secrets[name]]));
    const { applications } = parseConfig(await configOf(page), environment);
    expect(applications[0]?.openid).toMatchObject({
      secretHashes: [expect.any(String)],
      emailDomain: "wechat.invalid",
    });
  },
);
