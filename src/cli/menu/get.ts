// `saoma menu get`.
import { writeMenu } from "../../wechat/index.ts";
import type { Command } from "../command.ts";
import { say } from "../say.ts";
import { menuAccount } from "./account.ts";

export const run: Command["run"] = async ({ config, source: appid }) => {
  const { menu, source } = await menuAccount(config, appid);
  const found = await menu.get();
  if (!found) {
    console.error(say`${source.appid} has no menu that was made by the API.`);
    return;
  }
  console.log(JSON.stringify(writeMenu(found.buttons), undefined, 2));
  const { length } = found.conditional;
  if (length > 0)
    console.error(say`There are ${length} more for some people only (个性化菜单), which saoma leaves alone.`);
};
