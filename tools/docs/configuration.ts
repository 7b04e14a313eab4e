import { channel } from "../../src/wire/attempt.ts";
import { environmentTable } from "./environment.ts";
import { configSchema, type Option, optionsOf, optionsOfEach, typeText } from "./schema.ts";

/** The texts of the page in one language. */
export interface Wording {
  /** The description of an option. */
  said(description: string): string;
  /** The type of an option. */
  type(text: string): string;
  readonly required: string;
  readonly head: string;
}

const english: Wording = {
  said: (description) => description,
  type: (text) => text,
  required: "**required**",
  head: "| option | is | default | what for |",
};

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");

const rowOf = ({ path, schema, required }: Option, wording: Wording): string => {
  const fallback = required ? wording.required : defaultText(schema.default);
  const said = wording.said(schema.description ?? "");
  return `| \`${path}\` | ${cell(wording.type(typeText(schema)))} | ${fallback} | ${cell(said)} |`;
};

/** The default of an option. For an object with defaults, its own options show them. */
const defaultText = (value: unknown): string =>
  value === undefined || JSON.stringify(value) === "{}" ? "" : `\`${cell(JSON.stringify(value))}\``;

function table(options: readonly Option[], wording: Wording): string {
  return [wording.head, "|---|---|---|---|", ...options.map((option) => rowOf(option, wording))].join("\n");
}

/** Whether the option is a text of the chat. These texts are listed once, not for each language. */
const isTemplate = ({ path }: Option): boolean => /\.texts\.[\w-]+\.\w+$/.test(path);

function templates(options: readonly Option[]): string {
  const names = options.filter(({ path }) => /\.texts\.en\.\w+$/.test(path)).map(({ path }) => path.split(".").at(-1));
  return names.map((name) => `\`${name}\``).join(", ");
}

/** The tables of the page, in its language. */
export function configurationTables(wording: Wording) {
  const all = optionsOf(configSchema());
  const part = (name: string) =>
    table(
      all.filter((option) => option.path.startsWith(`${name}[]`) && !isTemplate(option)),
      wording,
    );
  const senders = optionsOfEach(all.find(({ path }) => path === "sms.sender")?.schema);
  const general = all.filter(({ path }) => !/^(sources|applications)\[\]/.test(path));
  const tableOf = (options: readonly Option[]) =>
    table(
      options.filter(({ path }) => path !== "kind"),
      wording,
    );
  return {
    general: table(general, wording),
    senders: senders.map(([kind, options]) => ({ kind, table: tableOf(options) })),
    sources: part("sources"),
    applications: part("applications"),
    templates: templates(all),
    channels: channel.options.map((name) => `\`${name}\``),
  };
}

/** The text of `docs/configuration.md`. */
export function configurationPage(): string {
  const { general, senders, sources, applications, templates, channels } = configurationTables(english);
  return `# Configuration

<!-- Written by \`npm run docs\` from src/server/config/schema.ts. Edit that. -->

\`saoma.config.mts\` (or \`.ts\`, \`.mjs\`, \`.js\`) in the folder that \`saoma\` is started in, or the file that \`--config\`
names, exports \`defineConfig({ … })\`. \`createSaoma\` takes the same object. \`npx saoma config check\` says everything
that is wrong with it at once; an option that does not exist is a mistake, too.

Times are \`"30d"\`, \`"12h"\`, \`"5m"\`, \`"30s"\`, or a number of milliseconds. An origin is scheme, host and port, as in
\`https://login.example.com\`; http is for loopback only. \`[]\` stands for each entry of a list.

## The service

${general}

## \`sms.sender\`: who sends SMS

${senders.map(({ kind, table }) => `\`kind: "${kind}"\`:\n\n${table}`).join("\n\n")}

## \`sources\`: your WeChat accounts

${sources}

A reply is one of:

- \`{ type: "text", text }\`: at most 2048 bytes, about 680 Chinese characters;
- \`{ type: "news", articles: [{ title, description?, picUrl?, url }] }\`: 1 to 8 cards, people's WeChat shows one;
- \`{ type: "human-service", account? }\`: hands the chat over to your customer service.

What each kind needs:

| kind | \`secret\` | \`token\` | \`aesKey\` | signs people in by |
|---|---|---|---|---|
| \`service\` | yes | yes | unless \`mode: "plain"\` | \`official-account-qr\`, \`official-account-code\`, \`in-wechat\` |
| \`test\` | yes | yes | no: \`mode: "plain"\` is all it has | \`official-account-qr\`, \`official-account-code\`, \`in-wechat\` |
| \`subscription\` | no | yes | unless \`mode: "plain"\` | \`official-account-code\` |
| \`mini-program\` | yes | for its pushes only | with \`token\`, unless \`mode: "plain"\` | \`mini-program\` |
| \`website\` | yes | for its pushes only | with \`token\`, unless \`mode: "plain"\` | \`open-platform\` |

## \`applications\`: what people sign in to

${applications}

The channels are ${channels.join(", ")}.

\`texts\` has one template for each of these, in \`zh-CN\` and \`en\`: ${templates}.

The ready-made ones are in \`src/domain/chinese-texts.ts\` and \`src/domain/english-texts.ts\`; \`{site}\`, \`{browser}\`, \`{time}\`, \`{yes}\`, \`{no}\`, \`{name}\`, \`{source}\`, \`{numbers}\` and \`{code}\`
are filled in where they make sense.

## The environment

${environmentTable()}

\`<APPID>\` is the appid in capitals, as in \`SAOMA_WX0123456789ABCDEF_TOKEN\`. Each secret can be given in a file instead:
the same name with \`_FILE\` and the file's path, as Docker and systemd hand them out; a line end at its end is not part of
it. What stands in the configuration comes before the environment. Giving both a variable and its \`_FILE\` is a mistake.
`;
}
