// Generates the page of the commands, with the findings of the doctor.
import type { Command } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import type { Level } from "../../src/cli/doctor/findings/kind.ts";
import { findings } from "../../src/cli/doctor/findings.ts";
import { lineOf, written } from "../../src/cli/usage.ts";
import { escaped, filledRow } from "./finding-row.ts";

export interface Row {
  readonly level: Level;
  readonly message: readonly [english: string, chinese: string];
  readonly remedy?: readonly [english: string, chinese: string];
}

function section(command: Command): string {
  const { name, summary, details = [], word, rest, options } = command;
  const words = [word, rest].flatMap((one) => (one ? [[one.name.toUpperCase(), one.help] as const] : []));
  const rows = [...words, ...Object.entries(options).map(([option, how]) => [written(option, how), how.help] as const)];
  return [
    `## \`saoma ${name}\``,
    "",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    "",
    "```sh",
    lineOf(command),
    "```",
    ...(details.length > 0 ? ["", ...details.map(escaped)] : []),
    ...(rows.length > 0 ? ["", "| option | what for |", "|---|---|"] : []),
    ...rows.map(([option, help]) => `| \`${option}\` | ${escaped(help)} |`),
    "",
  ].join("\n");
}

const findingRow = ([id, { level, message, ...more }]: [string, Row]) =>
  filledRow(level, id, [message[0], more.remedy?.[0] ?? ""], "What WeChat's errcode asks for.");

const doctor = `### What the doctor can find

✓ is as it should be, ! works and should be looked at, ✗ is broken. With \`--json\` each has its \`id\`, \`level\`, \`message\`
and \`remedy\`. It cannot see what WeChat's console says; of Token, EncodingAESKey and mode there it knows by the pushes that the
running service refused since it started.

| | id | what | remedy |
|---|---|---|---|
${Object.entries(findings).map(findingRow).join("\n")}
`;

/** The text of `docs/commands.md`. */
export const commandsPage = (): string => `# Commands

<!-- Written by \`npm run docs\` from src/cli/commands.ts. Edit that. -->

What \`saoma --help\` and \`saoma <command> --help\` say. A command that does what it is asked for exits with 0; one that
cannot, with 1 and a sentence on standard error; a command line that makes no sense, with 2, the sentence and the usage.

They speak Chinese with \`--lang zh\`, or where \`LC_ALL\`, \`LC_MESSAGES\` or \`LANG\` says \`zh\`; \`--lang en\` is English. The log as
JSON, ready lines and WeChat's own words stay as they are.

Commands that read the configuration also read \`.env\` beside it. What the environment has already comes before that file.

${commands.map((command) => section(command) + (command.name === "doctor" ? `\n${doctor}` : "")).join("\n")}`;
