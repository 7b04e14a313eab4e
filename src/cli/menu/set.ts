// `saoma menu set`.
import { readFileSync } from "node:fs";
import { codeMenuKey } from "../../login/push/issued-code.ts";
import type { Config, SourceConfig } from "../../server/config/config.ts";
import { type MenuButton, readMenu } from "../../wechat/index.ts";
import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { agreed } from "../prompt/confirm.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";
import { menuAccount } from "./account.ts";
import { changedLines, menuLines } from "./lines.ts";

export const run: Command["run"] = async ({ config: file, source: appid, yes, file: path = "" }) => {
  const buttons = readButtons(path);
  const { menu, source, config } = await menuAccount(file, appid);
  for (const warning of codeWarnings(config, source, buttons)) console.log(`${say`Warning: ${warning}`}\n`);
  const bar = (await menu.get())?.buttons ?? [];
  const [before, after] = [menuLines(bar), menuLines(buttons)];
  if (before.join("\n") === after.join("\n")) return console.log(say`The menu of ${source.name} is that already.`);
  console.log(`${say`The menu of ${source.name} (${source.appid}) would change:`}\n`);
  console.log(`${changedLines(before, after).join("\n")}\n`);
  await agreed(say`Set this menu?`, yes);
  await withService(file, async ({ operator }) => {
    await menu.create(buttons);
    await operator.noteMenu({ appid: source.appid, before: bar.length, after: buttons.length }, commandLine);
  });
  console.log(say`The menu is set. Phones show it when the chat is opened again after five minutes.`);
};

function readButtons(path: string): readonly MenuButton[] {
  const read = readMenu(parsed(path));
  if (read.ok) return read.buttons;
  const lines = read.problems.map(({ path, message }) => `  ${path} ${message}`);
  throw new CommandError([say`${path} is no menu that WeChat takes:`, ...lines].join("\n"));
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CommandError(say`${path} cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** Warns if the menu has no button that requests a login code, although an application accepts codes from the chat. */
function codeWarnings(
  { applications }: Config,
  { appid, codeKeywords }: SourceConfig,
  buttons: readonly MenuButton[],
): string[] {
  const isTaken = applications.some(
    ({ sources, channels }) => sources.includes(appid) && (channels?.includes("official-account-code") ?? true),
  );
  const keys = buttons
    .flatMap((button) => ("buttons" in button ? button.buttons : [button]))
    .flatMap((action) => (action.type === "click" ? [action.key] : []));
  if (!isTaken || keys.includes(codeMenuKey)) return [];
  const near = keys.find((key) => key.toUpperCase().replace(/\W/g, "_") === codeMenuKey);
  if (near)
    return [say`a button has the key ${near}; the one that gives people a code to sign in with is ${codeMenuKey}.`];
  const words = codeKeywords.length > 0 ? say` Until there is one, they send ${codeKeywords.join(say` or `)}.` : "";
  return [
    say`no button of type click has the key ${codeMenuKey}, by which the chat gives people a code to type into the page.${words}`,
  ];
}
