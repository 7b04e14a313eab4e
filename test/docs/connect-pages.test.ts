import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseConfig } from "../../src/server/config/parse.ts";
import { applicationOf } from "../connect/page.ts";
import { blocksOf, pages, read, root } from "../repo/pages.ts";

/** The pages about one client each. */
const clients = pages
  .filter((page) => /^docs\/connect\/[\w-]+\.md$/.test(page) && !/\/(README|openid|wechat-server)\.md$/.test(page))
  .map((page) => page.replace(/^docs\/connect\/|\.md$/g, ""));
const languages = [
  ["docs/connect/", ["program", "callback path", "scopes", "e-mail", "sign-out", "how sure"]],
  ["docs/zh-CN/connect/", ["程序", "回调路径", "scope", "邮箱", "退出登录", "依据"]],
] as const;

/** The first table of a page, by its first column. */
const factsOf = (page: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...read(page).matchAll(/^\| ([^|`]+) \| (.+) \|$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );

const placeOf = (facts: Readonly<Record<string, string>>, name: string): string =>
  /`(\/[^`]*)`/.exec(facts[name] ?? "")?.[1] ?? "";

test("there is a page for each client that was promised one", () => {
  const own = "apache auth-js better-auth django express flask openid-client passport rack";
  const others = "casdoor gitea grafana keycloak lobehub logto new-api open-webui outline spring-boot";
  expect(clients).toEqual(`${own} ${others}`.split(" ").sort());
});

test.each(clients.flatMap((name) => languages.map(([folder, facts]) => [`${folder}${name}.md`, facts] as const)))(
  "%s says callback path, scopes, e-mail, sign-out, and how sure that is",
  (page, wanted) => {
    const facts = factsOf(page);
    expect(Object.keys(facts).slice(0, wanted.length)).toEqual(wanted);
    expect(facts[wanted[2]]).toContain("profile email");
    expect(facts[wanted[3]]).toMatch(/`placeholder`|`none`/);
    expect(placeOf(facts, wanted[1])).toMatch(/^\/./);
  },
);

// The URL that a page gives to Saoma and the one that it gives to the program have to be the same.
test.each(clients)("%s: the application is good, and has the callback path that the page names", (name) => {
  const application = applicationOf(`docs/connect/${name}.md`);
  const config = {
    origin: "https://login.example.com",
    trustedProxies: ["127.0.0.1"],
    database: { path: ":memory:" },
    sources: [{ kind: "subscription", appid: "wx0123456789abcdef", name: "Teahouse" }],
    applications: [application],
  };
  const { applications } = parseConfig(config, {
    SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
    SAOMA_WX0123456789ABCDEF_TOKEN: "teahouse2026teahouse",
    SAOMA_WX0123456789ABCDEF_AES_KEY: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
    SAOMA_WIKI_CLIENT_SECRET: "Zk3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yA",
  });
  expect(applications[0]?.openid?.secretHashes).toHaveLength(1);
  const path = placeOf(factsOf(`docs/connect/${name}.md`), "callback path");
  const [redirectUri = ""] = application.openid.redirectUris;
  expect(new URL(redirectUri).pathname.startsWith(path)).toBe(true);
});

test.each(clients)("%s: a page that is called tested has a test that runs it; the others name their source", (name) => {
  const said = factsOf(`docs/connect/${name}.md`)["how sure"] ?? "";
  const [, file] = /`(test\/connect\/[\w-]+\.test\.ts)`/.exec(said) ?? [];
  if (file === undefined) {
    expect(said).toMatch(/^from its documentation; not run here: .*https:\/\//);
    return;
  }
  expect(said).toMatch(/^tested: /);
  expect(existsSync(new URL(file, root))).toBe(true);
  expect(readFileSync(new URL(file, root), "utf8")).toMatch(new RegExp(`connectPage\\("${name}"`));
});

test.each(clients)("%s: both languages have the same code, the same paths and the same test", (name) => {
  const [english, chinese] = languages.map(([folder]) => `${folder}${name}.md`) as [string, string];
  expect(blocksOf(read(chinese))).toEqual(blocksOf(read(english)));
  const spans = (page: string) =>
    new Set([...read(page).matchAll(/`(\/[\w./-]+|test\/[\w./-]+)`/g)].map(([, it]) => it));
  expect(spans(chinese)).toEqual(spans(english));
});

/** The comparison of the clients, row by row. */
const rowsOf = (page: string) =>
  [...read(page).matchAll(/^\| \[[^\]]+\]\(([\w-]+)\.md\) \| `([^`]+)` \| ([^|]+) \|.*\| ([^|]+) \|$/gm)].map(
    ([, name = "", path = "", none = "", sure = ""]) => ({ name, path, none, sure }),
  );

test("the comparison has every client, with the path and the certainty of its page", () => {
  const rows = rowsOf("docs/connect/README.md");
  expect(rows.map(({ name }) => name).sort()).toEqual(clients);
  for (const { name, path, none, sure } of rows) {
    const facts = factsOf(`docs/connect/${name}.md`);
    const [redirectUri = ""] = applicationOf(`docs/connect/${name}.md`).openid.redirectUris;
    const [before = "", after = ""] = path.split("…");
    expect(new URL(redirectUri).pathname.startsWith(before) && redirectUri.endsWith(after), name).toBe(true);
    expect(sure === "tested", name).toBe(/^tested/.test(facts["how sure"] ?? ""));
    if (none === "refused") expect(facts["e-mail"], name).toMatch(/^keep `placeholder`/);
    else expect(facts["e-mail"], name).toContain("`none`");
  }
  const inChinese = rowsOf("docs/zh-CN/connect/README.md");
  expect(inChinese.map(({ name, path }) => [name, path])).toEqual(rows.map(({ name, path }) => [name, path]));
});
