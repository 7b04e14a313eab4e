import { troubleOf } from "../../login/channels/wechat-trouble.ts";
import type { Config, SourceConfig } from "../../server/config/config.ts";
import { parseConfig } from "../../server/config/parse.ts";
import { createWechatApi, type MenuApi } from "../../wechat/index.ts";
import { readConfiguration } from "../configuration.ts";
import { CommandError, UsageError } from "../failure.ts";
import { say } from "../say.ts";

/** The account whose menu the command is about. */
export interface MenuAccount {
  readonly config: Config;
  readonly source: SourceConfig;
  readonly menu: MenuApi;
}

/**
 * Finds the account that has a menu: the one with this `appid`, or the only one. Its calls reject with a sentence if
 * WeChat refuses.
 */
export async function menuAccount(file: string | undefined, appid: string | undefined): Promise<MenuAccount> {
  const config = parseConfig(await readConfiguration(file));
  const source = choose(config, appid);
  if (!source.secret)
    throw new CommandError(say`${source.appid} has no AppSecret in the configuration, and its menu needs one.`);
  const { menu } = createWechatApi({ fetch, appid: source.appid, secret: source.secret, origins: source.origins });
  return {
    config,
    source,
    menu: {
      create: (buttons) => said(menu.create(buttons)),
      get: () => said(menu.get()),
      delete: () => said(menu.delete()),
    },
  };
}

const hasMenu = ({ kind }: SourceConfig): boolean => kind !== "mini-program" && kind !== "website";

function choose({ sources }: Config, appid: string | undefined): SourceConfig {
  const able = sources.filter(hasMenu);
  const appids = able.map((source) => source.appid).join(", ");
  if (appid !== undefined) {
    const named = able.find((source) => source.appid === appid);
    if (named) return named;
    throw new UsageError(say`--source must be one of the accounts that have a menu: ${appids || say`there is none`}.`);
  }
  const [only, another] = able;
  if (!only)
    throw new CommandError(say`no account of the configuration has a menu: a mini-program or website has none.`);
  if (another) throw new UsageError(say`several accounts have a menu. Name one with --source: ${appids}.`);
  return only;
}

async function said<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    const trouble = troubleOf(error);
    throw trouble ? new CommandError(`${trouble.message} ${trouble.remedy}`, { cause: error }) : error;
  }
}
