// All sentences of the commands, with their Chinese.
import { wechatChineseTexts } from "../../login/channels/wechat-chinese-texts.ts";
import { commandLine } from "./commands.ts";
import { configuration } from "./configuration.ts";
import { database } from "./database.ts";
import { errorTexts } from "./errors.ts";
import { help } from "./help.ts";
import { init } from "./init.ts";
import { log } from "./log.ts";
import { people } from "./people.ts";

/** Each sentence of the commands: its English, with `{0}` for a value, and its Chinese. */
export const texts: Readonly<Record<string, string>> = {
  ...errorTexts,
  ...help,
  ...commandLine,
  ...configuration,
  ...init,
  ...people,
  ...database,
  ...wechatChineseTexts,
  ...log,
};
