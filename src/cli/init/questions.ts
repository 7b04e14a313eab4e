import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { path as databasePath } from "../../server/config/database.ts";
import { options } from "../../server/config/schema.ts";
import { schemaProblems } from "../../server/config/schema-problems.ts";
import { addressRange } from "../../server/config/values.ts";
import type { Choice } from "../prompt/prompter.ts";
import { say } from "../say.ts";

/** The answers to `saoma init`, by flag. */
export type Answers = Readonly<Record<string, string | undefined>>;

/** One of its questions. */
export interface Question {
  /** Its flag, without the dashes. */
  readonly name: string;
  /** The question at the terminal; absent if only a flag can answer it. */
  readonly message?: string;
  /** Whether the question applies, given the answers so far. Default: yes. */
  readonly applies?: (answers: Answers) => boolean;
  /** The default answer. Absent: an answer is required. */
  readonly fallback?: (answers: Answers) => string;
  /** What is wrong with an answer, as in "must be …". */
  readonly fault: (answer: string) => string | undefined;
  readonly isSecret?: boolean;
  readonly choices?: readonly Choice[];
}

const { origin, applications, sources, mpVerify } = options.shape;
const application = applications.element.shape;
const openidRedirect = application.openid.unwrap().shape.redirectUris.element;
const source = sources.element.shape;

/** The part of a zod schema that validates a value. */
interface Schema {
  safeParse(
    value: unknown,
    parameters: typeof schemaProblems.parameters,
  ): { success: boolean; error?: { issues: readonly { message: string }[] } };
}

const by =
  (schema: Schema) =>
  (answer: unknown): string | undefined =>
    schema.safeParse(answer, schemaProblems.parameters).error?.issues[0]?.message;

const kinds: readonly Choice[] = [
  { value: "test", label: "接口测试号", hint: say`a test account: free, for trying, up to 100 followers` },
  { value: "service", label: "服务号", hint: say`a verified service account: people scan a QR` },
  {
    value: "subscription",
    label: "公众号 (订阅号)",
    hint: say`a personal one will do: people send a code in the chat`,
  },
  { value: "mini-program", label: "小程序", hint: say`people scan its code and tap allow` },
  { value: "website", label: "网站应用", hint: say`of the Open Platform: WeChat's own sign-in page` },
];

const hasPushes = ({ kind }: Answers): boolean => kind !== "website";
/** A 小程序 signs people in without pushes; its console may be set later. */
const isPushed = (answers: Answers): boolean =>
  hasPushes(answers) && (answers.kind !== "mini-program" || answers.token !== undefined);
const isEncrypted = (answers: Answers): boolean => isPushed(answers) && answers.mode !== "plain";
const isPublic = ({ origin = "" }: Answers): boolean => origin.startsWith("https:");

/** The questions in order. Each may depend on the answers before it. */
export const questions: readonly Question[] = [
  { name: "kind", message: say`Which kind of WeChat account?`, choices: kinds, fault: by(source.kind) },
  { name: "appid", message: say`Its AppID, from WeChat's console`, fault: by(source.appid) },
  { name: "name", message: say`Its name, as its followers know it`, fault: by(source.name) },
  {
    name: "secret",
    message: say`Its AppSecret`,
    isSecret: true,
    // A subscription account may not call WeChat, so its AppSecret is not needed.
    applies: ({ kind, secret }) => kind !== "subscription" || secret !== undefined,
    fault: by(source.secret),
  },
  {
    name: "origin",
    message: say`Where people will reach Saoma: scheme and host, as in https://www.example.com`,
    fault: by(origin),
  },
  {
    name: "site",
    message: say`The name that the chat shows`,
    fallback: ({ name = "" }) => name.slice(0, 40),
    fault: by(application.name),
  },
  { name: "application", fallback: () => "site", fault: by(application.id) },
  {
    name: "openid",
    message: say`Does another program sign people in by OpenID Connect? Its callback address; or none`,
    fallback: () => "none",
    fault: (answer) => (answer === "none" ? undefined : by(openidRedirect)(answer)),
  },
  {
    name: "proxies",
    message: say`Addresses of the proxies in front (nginx, Caddy, a tunnel), with commas; or none`,
    applies: (answers) => isPublic(answers) || answers.proxies !== undefined,
    fallback: () => "127.0.0.1",
    fault: (answer) =>
      rangesIn(answer)
        .map(by(addressRange))
        .find((found) => found !== undefined),
  },
  {
    name: "mode",
    applies: isPushed,
    fallback: ({ kind }) => (kind === "test" ? "plain" : "safe"),
    fault: by(source.mode),
  },
  { name: "token", applies: isPushed, fallback: () => "", fault: orNothing(by(source.token)) },
  { name: "aes-key", applies: isEncrypted, fallback: () => "", fault: orNothing(by(source.aesKey)) },
  { name: "database", fallback: () => "data/saoma.db", fault: by(databasePath) },
  { name: "mp-verify", fallback: () => "", fault: orNothing(verifyFault) },
  {
    name: "in-wechat",
    applies: ({ kind }) => kind === "service" || kind === "test",
    // Without a verified domain, people in WeChat would see WeChat's error page.
    fallback: (answers) => (answers["mp-verify"] ? "yes" : "no"),
    fault: (answer) => (answer === "yes" || answer === "no" ? undefined : say`must be yes or no.`),
  },
  { name: "wechat", fallback: () => "", fault: orNothing(by(origin)) },
];

/** Accepts an empty answer: a value is generated, or the option is left out. */
function orNothing(fault: Question["fault"]): Question["fault"] {
  return (answer) => (answer === "" ? undefined : fault(answer));
}

/** The addresses and ranges of an answer; empty for `none`. */
export const rangesIn = (answer: string): string[] =>
  answer
    .split(",")
    .map((range) => range.trim())
    .filter((range) => range !== "" && range !== "none");

/** WeChat's domain file: its name and its one line. Throws if it cannot be read. */
export const readVerifyFile = (path: string): [name: string, line: string] => [
  basename(path),
  readFileSync(path, "utf8").trim(),
];

function verifyFault(path: string): string | undefined {
  try {
    return by(mpVerify)(Object.fromEntries([readVerifyFile(path)]));
  } catch {
    return say`must be the file that WeChat's console gave you. There is none at this path.`;
  }
}
