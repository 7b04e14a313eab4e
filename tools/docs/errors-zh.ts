import { chineseErrors } from "../../src/cli/texts/errors.ts";
import { type ErrorCode, errors } from "../../src/domain/errors.ts";

const rowOf = ([code, { status, message, retryable }]: [
  string,
  { status: number; message: string; retryable: boolean },
]) => `| ${status} | \`${code}\` | ${chineseErrors[code as ErrorCode] ?? message} | ${retryable ? "能" : "不能"} |`;

/** The text of `docs/zh-CN/errors.md`. */
export const chineseErrorsPage = (): string => `# 错误码

<!-- \`npm run docs\` 生成，来自 src/domain/errors.ts 和 src/cli/texts/errors.ts。请改那里。 -->

失败的回答都是 \`application/problem+json\`（RFC 9457），\`code\` 给程序看：

\`\`\`json
{ "type": "about:blank", "title": "Attempt not found.", "status": 404, "code": "attempt_not_found", "requestId": "…" }
\`\`\`

\`title\` 总是这个码的那句话（英文）；\`detail\` 说这一次具体哪里不对，有话可说时才有；\`errors\` 一次列出请求里所有的问题，每个带 \`path\`。凭
\`requestId\` 在日志里找到它。凭据不对时，回答和根本不存在的登录一个字节都不差：没有 \`detail\`，也没有暗示。

| 状态 | code | 意思 | 能否重试 |
|---|---|---|---|
${Object.entries(errors).map(rowOf).join("\n")}

429 以及别处知道时，\`Retry-After\` 说要等多少秒。\`saoma\` 导出的 \`SaomaError\` 上是同样的码。配置不对是 \`ConfigError\`，一次说出所有错误；
微信自己的拒绝是 \`saoma/wechat\` 里的 \`WechatError\`，带 \`errcode\`、\`errmsg\` 和 \`rid\`。被拒绝的推送不管什么原因都是空的 403：原因在日志里。
`;
