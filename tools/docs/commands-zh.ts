import type { Command } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { type FindingId, findings } from "../../src/cli/doctor/findings.ts";
import { lineOf, written } from "../../src/cli/usage.ts";
import { chineseCommands, chineseHelp } from "./chinese-commands.ts";
import { chineseFindings } from "./chinese-findings.ts";
import { escaped, filledRow } from "./finding-row.ts";

const findingRow = ([id, [message, remedy = ""]]: [string, (typeof chineseFindings)[FindingId]]) =>
  filledRow(findings[id as FindingId].level, id, [message, remedy], "照微信的 errcode 说的办。");

const doctor = `### 能查出哪些

✓ 正常；! 能用，但该看一看；✗ 坏了。命令自己说的是英文，靠 id 对照；\`--json\` 时每条都有 \`id\`、\`level\`、\`message\` 和 \`remedy\`。微信后台里填了什么，它看不到；那里的令牌、EncodingAESKey 和加解密方式，只能从服务启动以来拒绝过的推送推断。

| | id | 是什么 | 怎么修 |
|---|---|---|---|
${Object.entries(chineseFindings).map(findingRow).join("\n")}`;

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
    ...(name === "doctor" ? ["", doctor] : []),
    "",
  ].join("\n");
}

/** `docs/zh-CN/commands.md` */
export const chineseCommandsPage = (): string => `# 命令

<!-- \`npm run docs\` 生成，来自 src/cli/commands.ts 和 tools/docs/chinese-commands.ts。请改那里。 -->

就是 \`saoma --help\` 和 \`saoma <命令> --help\` 说的（那里是英文）。做到了以 0 退出；做不到以 1 退出，并在标准错误里说一句话；命令写得不对以 2 退出，说一句话和用法。

读配置的命令也读旁边的 \`.env\`。环境变量里已有的优先于那个文件。

${commands.map(section).join("\n")}`;
