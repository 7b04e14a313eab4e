import { chineseOptions, chineseType } from "./chinese-options.ts";
import { configurationTables, type Wording } from "./configuration.ts";
import { environmentTable } from "./environment.ts";

/** The Chinese description, or the English one if it is missing, which a test reports. */
const said = (description: string): string => chineseOptions[description] ?? description;

const chinese: Wording = { said, type: chineseType, required: "**必填**", head: "| 选项 | 是什么 | 默认 | 用途 |" };

/** The text of `docs/zh-CN/configuration.md`. */
export function chineseConfigurationPage(): string {
  const { general, senders, sources, applications, templates, channels } = configurationTables(chinese);
  return `# 配置项

<!-- \`npm run docs\` 生成，来自 src/server/config/schema.ts 和 tools/docs/chinese-options.ts。请改那里。 -->

在启动 \`saoma\` 的目录里放 \`saoma.config.mts\`（或 \`.ts\`、\`.mjs\`、\`.js\`），或用 \`--config\` 指定文件，导出 \`defineConfig({ … })\`。
\`createSaoma\` 接受同样的对象。\`npx saoma config check\` 一次说出所有问题；写了不存在的选项也算错。

时间写 \`"30d"\`、\`"12h"\`、\`"5m"\`、\`"30s"\`，或毫秒数。来源是协议、主机和端口，例如 \`https://login.example.com\`；http 只能用于本机。\`[]\` 表示列表里的每一项。

## 服务

${general}

## \`sms.sender\`：谁来发短信

${senders.map(({ kind, table }) => `\`kind: "${kind}"\`：\n\n${table}`).join("\n\n")}

## \`sources\`：你的微信账号

${sources}

回复是下面之一：

- \`{ type: "text", text }\`：最多 2048 字节，约 680 个汉字；
- \`{ type: "news", articles: [{ title, description?, picUrl?, url }] }\`：1 到 8 张卡片，用户的微信只显示一张；
- \`{ type: "human-service", account? }\`：转给人工客服。

各种账号需要什么：

| kind | \`secret\` | \`token\` | \`aesKey\` | 登录方式 |
|---|---|---|---|---|
| \`service\` | 要 | 要 | \`mode: "plain"\` 时不要 | \`official-account-qr\`、\`official-account-code\`、\`in-wechat\` |
| \`test\` | 要 | 要 | 不要：只有 \`mode: "plain"\` | \`official-account-qr\`、\`official-account-code\`、\`in-wechat\` |
| \`subscription\` | 不要 | 要 | \`mode: "plain"\` 时不要 | \`official-account-code\` |
| \`mini-program\` | 要 | 接收推送时才要 | 有 \`token\` 时要，\`mode: "plain"\` 除外 | \`mini-program\` |
| \`website\` | 要 | 接收推送时才要 | 有 \`token\` 时要，\`mode: "plain"\` 除外 | \`open-platform\` |

服务号还要在微信后台把服务器的 IP 加进白名单，否则微信返回 40164。

## \`applications\`：用户登录什么

${applications}

登录方式有 ${channels.join("、")}。

\`texts\` 的 \`zh-CN\` 和 \`en\` 里，每一条都可以替换：${templates}。

现成的在 \`src/domain/chinese-texts.ts\` 和 \`src/domain/english-texts.ts\`；\`{site}\`、\`{browser}\`、\`{time}\`、\`{yes}\`、\`{no}\`、\`{name}\`、\`{source}\`、\`{numbers}\` 和 \`{code}\` 会在合适的地方填上。

## 环境变量

${environmentTable(said, "| 变量 | 用途 |")}

\`<APPID>\` 是大写的 appid，例如 \`SAOMA_WX0123456789ABCDEF_TOKEN\`。每个密钥也可以放在文件里：同名加 \`_FILE\`，值是文件路径，Docker 和 systemd 就是这样给的；
文件末尾的换行不算。配置里写的优先于环境变量。同时给变量和它的 \`_FILE\` 算错。
`;
}
