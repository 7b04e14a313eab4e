import { expect, test } from "vitest";
import { systemRandom } from "../../src/base/random.ts";
import { collectAnswers } from "../../src/cli/init/answers.ts";
import { optionsFrom, variablesFrom } from "../../src/cli/init/options.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { readMenu } from "../../src/wechat/index.ts";
import { configOf } from "./page-config.ts";
import { blocksOf, pages, read } from "./pages.ts";

const names = pages
  .filter((page) => page.startsWith("docs/quick-start/") && !/(README|simulator)\.md$/.test(page))
  .map((page) => page.replace("docs/quick-start/", ""));
const all = names.flatMap((name) => [`docs/quick-start/${name}`, `docs/zh-CN/quick-start/${name}`]);

const examples: Readonly<Record<string, string>> = {
  SECRET: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
  TOKEN: "teahouse2026teahouse2026",
  AES_KEY: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
};

/** Exactly the variables that the page's `.env` sets. */
function environmentOf(page: string): Record<string, string> {
  const named = [...read(page).matchAll(/^SAOMA_(WX\w{16})_(SECRET|TOKEN|AES_KEY)=/gm)];
  const ofSources = named.map(([, appid, what = ""]) => [`SAOMA_${appid}_${what}`, examples[what] ?? ""]);
  const own = /^SAOMA_SECRET=/m.test(read(page)) ? ["SAOMA_SECRET", "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE"] : [];
  return Object.fromEntries([own, ...ofSources].filter(({ length }) => length > 0));
}

test("there is a quick start for each kind of account", async () => {
  const kinds = await Promise.all(
    names.map(async (name) => (await configOf(`docs/quick-start/${name}`)).sources[0]?.kind),
  );
  expect(new Set(kinds)).toEqual(new Set(["test", "service", "subscription", "mini-program", "website"]));
});

test.each(all)(
  "the configuration of %s is good with the secrets that it names, and says so as the page does",
  async (page) => {
    const { warnings } = parseConfig(await configOf(page), environmentOf(page));
    const said = [
      ...warnings.map((warning) => `Warning: ${warning}.`),
      "The configuration is good: 1 source, 1 application.",
    ];
    expect(read(page)).toContain(`\`\`\`\n${said.join("\n")}\n\`\`\``);
  },
);

test.each(all)("%s names no secret that its account does not need", async (page) => {
  const environment = environmentOf(page);
  for (const name of Object.keys(environment)) {
    const { [name]: _, ...rest } = environment;
    const config = await configOf(page);
    expect(() => parseConfig(config, rest), name).toThrow();
  }
});

// Users of the command get the files that the page shows, and add what the page says.
test.each(names.filter((name) => name !== "in-wechat.md"))("%s shows what `saoma init` writes", async (name) => {
  const page = `docs/quick-start/${name}`;
  const config = await configOf(page);
  const [source] = config.sources;
  const kind = /npx saoma init --kind (\S+)/.exec(read(page))?.[1];
  const { appid, name: account } = source ?? {};
  const secret = kind === "subscription" ? {} : { secret: examples.SECRET };
  const site = config.applications[0]?.name;
  const answers = await collectAnswers(
    { kind, appid, name: account, site, origin: config.origin, ...secret },
    undefined,
  );
  expect(config).toMatchObject(optionsFrom(answers));
  expect(Object.keys(environmentOf(page))).toEqual(Object.keys(variablesFrom(answers, systemRandom)));
});

test("the menu of the 服务号's page is one that WeChat takes", () => {
  const menu = blocksOf(read("docs/quick-start/service-account.md")).find(({ language }) => language === "json");
  expect(readMenu(JSON.parse(menu?.code ?? "")).ok).toBe(true);
});

/** The doctor's output as patterns: `*name*` stands for the name that it found. */
const findings = [...read("docs/commands.md").matchAll(/^\| (✓|!|✗) \| `[\w.-]+` \| (.*?) \| /gm)].map(
  ([, sign, message = ""]) =>
    new RegExp(`^${sign} ${message.replaceAll(/[.()?+[\]]/g, "\\$&").replaceAll(/\*\w+\*/g, ".+")}$`),
);

test.each(all)("what the doctor says on %s is what it says", (page) => {
  const lines = blocksOf(read(page)).flatMap(({ code }) => code.split("\n").filter((line) => /^[✓!✗] /.test(line)));
  expect(findings.length).toBeGreaterThan(30);
  expect(lines.filter((line) => !findings.some((finding) => finding.test(line)))).toEqual([]);
});

/** Code without the parts in the reader's language: comments, names, and the replies of the example. */
const code = (page: string): string[] =>
  blocksOf(read(page)).map(({ language, code }) =>
    `${language}\n${code}`.replaceAll(/[ ]*(#|\/\/ ) ?.*$/gm, "").replaceAll(/name: "[^"]*"/g, `name: "…"`),
  );

const both = [
  ...names.map((name) => `quick-start/${name}`),
  "quick-start/README.md",
  "quick-start/simulator.md",
  "coming-from.md",
  "faq.md",
];

test.each(both)("the Chinese page of %s has the same code", (name) => {
  expect(code(`docs/zh-CN/${name}`)).toEqual(code(`docs/${name}`));
});

test("the two pages of questions ask the same ones, in the same order of parts", () => {
  const parts = (page: string) =>
    read(page)
      .split(/^## /m)
      .map((part) => part.match(/^### /gm)?.length ?? 0);
  expect(parts("docs/zh-CN/faq.md")).toEqual(parts("docs/faq.md"));
});

const siteOf = (page: string): string | undefined =>
  blocksOf(read(page)).find(({ code }) => code.includes("// site.mts"))?.code;

test.each(all)("%s has the site of all of them", (page) => {
  const site = siteOf("docs/quick-start/README.md");
  expect(site).toContain("createSaoma(config)");
  expect(siteOf(page)?.replace("<saoma-login auto session>", "<saoma-login session>")).toBe(site);
});
