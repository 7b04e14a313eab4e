import { expect, test } from "vitest";
import { parseConfig } from "../../src/server/config/config.ts";
import { configOf } from "../repo/page-config.ts";
import { read } from "../repo/pages.ts";

const secrets: Readonly<Record<string, string>> = {
  SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
  SAOMA_WX0123456789ABCDEF_TOKEN: "teahouse2026teahouse",
  SAOMA_API_WECHAT_SERVER_TOKEN: "5f3c9a1e7b2d4086af51c3e97d2b6048",
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
