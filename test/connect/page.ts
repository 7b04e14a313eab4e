import { runInNewContext } from "node:vm";
import { blocksOf, read, root } from "../repo/pages.ts";
import { secret } from "../stage/openid.ts";
import { freePort } from "./free-port.ts";
import { installStrangers } from "./install.ts";
import { runProgram, siteFolder } from "./program.ts";
import { type ConnectedSite, connectSite } from "./site.ts";

/** An application in the configuration that a page shows. */
export interface PageApplication {
  readonly id: string;
  readonly name: string;
  readonly openid: {
    readonly redirectUris: readonly string[];
    readonly logoutUris?: readonly string[];
    readonly backchannelLogout?: string;
    readonly email?: "placeholder" | "none";
  };
}

/** The entry for `applications` that a page shows. */
export function applicationOf(page: string): PageApplication {
  const entry = blocksOf(read(page)).find(({ language, code }) => language === "ts" && code.startsWith("{"));
  if (!entry) throw new Error(`${page} shows no application`);
  return JSON.parse(JSON.stringify(runInNewContext(`(${entry.code})`))) as PageApplication;
}

/** A site and a provider, both configured as the site's page says. */
export interface PageSite extends ConnectedSite {
  readonly port: number;
  /** The page's code blocks in this language, with the addresses of this test. */
  code(language: string): readonly string[];
}

/** The environment variables with the secrets that the pages use. */
export const secrets = { CLIENT_SECRET: secret, SESSION_SECRET: "of the test, and long enough for those who count" };

export async function connectPage(name: string, email: "placeholder" | "none" = "placeholder"): Promise<PageSite> {
  const page = `docs/connect/${name}.md`;
  const port = await freePort();
  const at = (text: string, origin: string) => text.replaceAll("https://wiki.example.net", origin);
  const { id, openid } = applicationOf(page);
  const optionsAt = (origin: string) => ({
    ...(JSON.parse(at(JSON.stringify(openid), origin)) as { redirectUris: string[] }),
    email,
    ...(openid.backchannelLogout === undefined ? {} : { allowPrivate: true }),
  });
  const site = await connectSite(optionsAt, { port, application: id });
  const here = (text: string) => at(text, site.origin).replaceAll("https://login.example.com", site.stage.issuer);
  const blocks = blocksOf(read(page));
  const code = (language: string) => blocks.filter((one) => one.language === language).map((one) => here(one.code));
  return { ...site, port, code };
}

/** Starts the page's module as a program. `change` replaces what cannot run in a test. */
export async function runModuleOf(site: PageSite, change = (code: string) => code): Promise<void> {
  installStrangers();
  const [code = ""] = site.code("js");
  const module = change(code.replace("3000", `${site.port}`)).replaceAll(
    /from "saoma\/([\w-]+)"/g,
    `from "${root.href}src/connect/$1/provider.ts"`,
  );
  const folder = siteFolder({ "site.mjs": module });
  const args = ["--disable-warning=ExperimentalWarning", "site.mjs"];
  await runProgram({ command: process.execPath, args, folder, environment: secrets, origin: site.origin });
}
