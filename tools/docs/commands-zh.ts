// Generates the Chinese page of the commands.
import type { Command } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { findings } from "../../src/cli/doctor/findings.ts";
import { texts } from "../../src/cli/texts/index.ts";
import { lineOf, written } from "../../src/cli/usage.ts";
import type { Row } from "./commands.ts";
import { escaped, filledRow } from "./finding-row.ts";

const findingRow = ([id, { level, message, ...more }]: [string, Row]) =>
  filledRow(level, id, [message[1], more.remedy?.[1] ?? ""], "照微信的 errcode 说的办。");

const doctor = `### 能查出哪些

✓ 正常；! 能用，但该看一看；✗ 坏了。\`--json\` 时每条都有 \`id\`、\`level\`、\`message\` 和 \`remedy\`。微信后台里填了什么，它看不到；那里的令牌、EncodingAESKey 和加解密方式，只能从服务启动以来拒绝过的推送推断。

| | id | 是什么 | 怎么修 |
|---|---|---|---|
${Object.entries(findings).map(findingRow).join("\n")}`;

const chinese = (english: string): string => texts[english] ?? english;

function section(command: Command): string {
  const { name, summary, details = [], word, rest, options } = command;
  const words = [word, rest].flatMap((one) => (one ? [[one.name.toUpperCase(), one.help] as const] : []));
  const rows = [...words, ...Object.entries(options).map(([option, how]) => [written(option, how), how.help] as const)];
  return [
    `## \`saoma ${name}\``,
    "",
    `${chinese(summary)}。`,
    "",
    "```sh",
    lineOf(command),
    "```",
    "",
    escaped(chinese(details.join(" "))),
    ...(rows.length > 0 ? ["", "| 选项 | 作用 |", "|---|---|"] : []),
    ...rows.map(([option, help]) => `| \`${option}\` | ${escaped(chinese(help))} |`),
    ...(name === "doctor" ? ["", doctor] : []),
    "",
  ].join("\n");
}

/** The text of `docs/zh-CN/commands.md`. */
export const chineseCommandsPage = (): string => `# 命令

<!-- \`npm run docs\` 生成，来自 src/cli/commands.ts 和 src/cli/texts/。请改那里。 -->

就是 \`saoma --help\` 和 \`saoma <命令> --help\` 说的。做到了以 0 退出；做不到以 1 退出，并在标准错误里说一句话；命令写得不对以 2 退出，说一句话和用法。

加上 \`--lang zh\`，或者 \`LC_ALL\`、\`LC_MESSAGES\`、\`LANG\` 是 \`zh\` 开头，命令就说中文；\`--lang en\` 是英文。JSON 日志、ready 那一行和微信的原话不翻译。

读配置的命令也读旁边的 \`.env\`。环境变量里已有的优先于那个文件。

${commands.map(section).join("\n")}`;
