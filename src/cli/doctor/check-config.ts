import { existsSync, statSync } from "node:fs";
import { isLoopback } from "../../server/config/values.ts";
import type { DoctorContext } from "./context.ts";
import { type Finding, found } from "./findings.ts";

const enoughBits = 100;
const shortToken = 12;

/** Checks the configuration itself: warnings, weak secrets, and file permissions. */
export function checkConfig({ config }: DoctorContext, environmentFile: string): Finding[] {
  return [
    found("config.good"),
    ...config.warnings.map((warning) => found("config.warning", { warning: capital(warning) })),
    ...checkSecret(config.secret.reveal()),
    ...config.sources.flatMap(({ appid, token }) => checkToken(appid, token.reveal())),
    ...checkMode(environmentFile),
  ];
}

/** Checks the entropy of a secret, given its set of characters. */
function checkSecret(secret: string): Finding[] {
  const bits = Math.floor(secret.length * Math.log2(new Set(secret).size));
  return [bits < enoughBits ? found("secret.thin", { bits }) : found("secret.good")];
}

const checkToken = (appid: string, { length }: string): Finding[] =>
  length > 0 && length < shortToken ? [found("token.short", { appid, length })] : [];

function checkMode(file: string): Finding[] {
  if (process.platform === "win32" || !existsSync(file)) return [];
  const mode = statSync(file).mode & 0o777;
  return (mode & 0o077) === 0 ? [] : [found("env.readable", { file: ".env", mode: mode.toString(8) })];
}

/** Checks that WeChat could call this origin. A simulator on this machine can call any. */
export function checkOrigin({ config: { origin, sources } }: Pick<DoctorContext, "config">): Finding[] {
  const { hostname, port } = new URL(origin);
  const isAtWechat = sources.some(({ origins }) => origins.api === undefined);
  if (isLoopback(hostname)) return isAtWechat ? [found("origin.loopback", { origin })] : [];
  return port === "" || !isAtWechat ? [] : [found("origin.port", { origin })];
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
