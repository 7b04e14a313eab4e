import { broken, good, type Kind, warning } from "./kind.ts";

/** What the doctor finds in the configuration and its secrets. */
export const configurationFindings = {
  "config.good": good(["The configuration is good.", "配置没有问题。"]),
  "config.broken": broken(
    ["In the configuration, {path} {problem}", "配置里，{path} {problem}"],
    ["Correct it; npx saoma config check says the same at once.", "请改正；npx saoma config check 会列出同样的问题。"],
  ),
  "config.warning": warning(
    ["{warning}.", "{warning}。"],
    ["Change it, or ignore this if it is intended.", "改掉；有意这样的就不用管。"],
  ),
  "secret.good": good(["SAOMA_SECRET is long and varied.", "SAOMA_SECRET 够长，也够随机。"]),
  "secret.thin": warning(
    [
      "SAOMA_SECRET is not random enough: guessing it takes about 2^{bits} tries.",
      "SAOMA_SECRET 不够随机：猜中它大约要 2^{bits} 次。",
    ],
    [
      "Make one with openssl rand -base64 48. Pending codes become invalid once.",
      "用 openssl rand -base64 48 重新生成一个。还没用掉的码会作废一次。",
    ],
  ),
  "token.short": warning(
    [
      "The Token of {appid} has {length} characters, and an attacker who guesses it can forge pushes.",
      "{appid} 的令牌（Token）只有 {length} 个字符，猜中它的人就能伪造推送。",
    ],
    ["Use 32 letters and digits, in WeChat's console and here.", "用 32 个字母和数字，微信后台和这里都改。"],
  ),
  "env.readable": warning(
    [
      "{file} can be read by other users of this machine (mode {mode}).",
      "{file} 能被这台机器上的其他用户读到（权限 {mode}）。",
    ],
    ["Run chmod 600 {file}.", "运行 chmod 600 {file}。"],
  ),
} as const satisfies Readonly<Record<string, Kind>>;
