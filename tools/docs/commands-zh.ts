import type { Command } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { lineOf, written } from "../../src/cli/usage.ts";
import { chineseCommands, chineseHelp } from "./chinese-commands.ts";

const escaped = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

function section(command: Command): string {
  const { name, summary, details = [], word, rest, options } = command;
  const said = chineseCommands[name] ?? { summary, details: details.join("\n") };
  const words = [word, rest].flatMap((one) => (one ? [[one.name.toUpperCase(), one.help] as const] : []));
  const rows = [...words, ...Object.entries(options).map(([option, how]) => [written(option, how), how.help] as const)];
  return [
    `## \`saoma ${name}\``,
    "",
    `${said.summary}。`,
    "",
    "```sh",
    lineOf(command),
    "```",
    "",
    escaped(said.details),
    ...(rows.length > 0 ? ["", "| 选项 | 作用 |", "|---|---|"] : []),
    ...rows.map(([option, help]) => `| \`${option}\` | ${escaped(chineseHelp[help] ?? help)} |`),
    ...(name === "doctor" ? ["", `它能查出的一切：[列表](../commands.md#what-the-doctor-can-find)（英文）。`] : []),
    "",
  ].join("\n");
}

/** `docs/zh-CN/commands.md` */
export const chineseCommandsPage = (): string => `# 命令

<!-- \`npm run docs\` 生成，来自 src/cli/commands.ts 和 tools/docs/chinese-commands.ts。请改那里。 -->

就是 \`saoma --help\` 和 \`saoma <命令> --help\` 说的（那里是英文）。做到了以 0 退出；做不到以 1 退出，并在标准错误里说一句话；命令写得不对以 2 退出，说一句话和用法。

读配置的命令也读旁边的 \`.env\`。环境变量里已有的优先于那个文件。

${commands.map(section).join("\n")}`;
