import { errors } from "../../src/domain/errors.ts";

const rowOf = ([code, { status, message, retryable }]: [
  string,
  { status: number; message: string; retryable: boolean },
]) => `| ${status} | \`${code}\` | ${message} | ${retryable ? "yes" : "no"} |`;

/** The text of `docs/errors.md`. */
export const errorsPage = (): string => `# Errors

<!-- Written by \`npm run docs\` from src/domain/errors.ts. Edit that. -->

Whatever fails answers with \`application/problem+json\` (RFC 9457), and \`code\` is for programs:

\`\`\`json
{ "type": "about:blank", "title": "Attempt not found.", "status": 404, "code": "attempt_not_found", "requestId": "…" }
\`\`\`

\`title\` is always the sentence of the code; \`detail\` says what was wrong this time, where there is more to say; \`errors\`
lists what is wrong with a request, all of it, each with its \`path\`. \`requestId\` finds the failure in the log. A claim that
is wrong gets the bytes of an attempt that never existed: no \`detail\`, and no hint.

| status | code | sentence | may trying again help? |
|---|---|---|---|
${Object.entries(errors).map(rowOf).join("\n")}

With 429, and wherever it is known, \`Retry-After\` says in how many seconds. The same codes are on \`SaomaError\`, which
\`saoma\` exports. A bad configuration is a \`ConfigError\` instead, which names every mistake at once; WeChat's own refusals
are a \`WechatError\` with \`errcode\`, \`errmsg\` and \`rid\`, from \`saoma/wechat\`. Refused pushes are an empty 403, whatever the
reason: the log has it.
`;
