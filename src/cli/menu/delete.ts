// `saoma menu delete`.
import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { agreed } from "../prompt/confirm.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";
import { menuAccount } from "./account.ts";
import { changedLines, menuLines } from "./lines.ts";

export const run: Command["run"] = async ({ config, source: appid, yes }) => {
  const { menu, source } = await menuAccount(config, appid);
  const found = await menu.get();
  if (!found) return console.log(say`${source.name} has no menu that was made by the API.`);
  console.log(`${say`The menu of ${source.name} (${source.appid}) would go:`}\n`);
  console.log(`${changedLines(menuLines(found.buttons), []).join("\n")}\n`);
  const { length } = found.conditional;
  if (length > 0) console.log(`${say`With it go ${length} more for some people only (个性化菜单).`}\n`);
  await agreed(say`Delete this menu?`, yes);
  await withService(config, async ({ operator }) => {
    await menu.delete();
    await operator.noteMenu({ appid: source.appid, before: found.buttons.length, after: 0 }, commandLine);
  });
  console.log(say`The menu is deleted. Phones notice when the chat is opened again after five minutes.`);
};
