import type { Random } from "../../base/random.ts";
import type { SaomaOptions } from "../../server/config/config.ts";
import { clientSecretVariable, sourceVariable } from "../../server/config/secrets.ts";
import { makeAesKey, makeSecret, makeToken } from "./keys.ts";
import { type Answers, rangesIn, readVerifyFile } from "./questions.ts";

/** The configuration that the answers describe, without its secrets. */
export function optionsFrom(answers: Answers): SaomaOptions {
  const { kind, appid = "", name = "", origin = "", mode, wechat, database = "" } = answers;
  const proxies = rangesIn(answers.proxies ?? "");
  const verify = answers["mp-verify"];
  const source = {
    kind: kind as SaomaOptions["sources"][number]["kind"],
    appid,
    name,
    ...(mode === undefined || mode === "safe" ? {} : { mode: mode as "plain" | "compatible" }),
    ...(answers["in-wechat"] === "no" ? { inWechat: false } : {}),
    ...(wechat ? { origins: { api: wechat, mp: wechat, open: wechat } } : {}),
  };
  return {
    origin,
    ...(proxies.length > 0 ? { trustedProxies: proxies } : {}),
    database: { path: database },
    sources: [source],
    applications: [{ id: answers.application ?? "", name: answers.site ?? "", ...clientFrom(answers) }],
    ...(verify ? { mpVerify: Object.fromEntries([readVerifyFile(verify)]) } : {}),
  };
}

/** Whether the application is an OpenID Connect client. */
const isClient = (answers: Answers): answers is Answers & { readonly openid: string } =>
  answers.openid !== undefined && answers.openid !== "none";

const clientFrom = (answers: Answers) => (isClient(answers) ? { openid: { redirectUris: [answers.openid] } } : {});

/** The variables of `.env`: the given secrets, and new ones for the others. */
export function variablesFrom(answers: Answers, random: Random): Record<string, string> {
  const { appid = "", secret, token } = answers;
  const aesKey = answers["aes-key"];
  const of = (option: "secret" | "token" | "aesKey", value: string | undefined) =>
    value === undefined ? {} : { [sourceVariable(appid, option)]: value };
  return {
    SAOMA_SECRET: makeSecret(random),
    ...of("secret", secret),
    ...of("token", token === "" ? makeToken(random) : token),
    ...of("aesKey", aesKey === "" ? makeAesKey(random) : aesKey),
    ...(isClient(answers) ? { [clientSecretVariable(answers.application ?? "")]: makeToken(random) } : {}),
  };
}
