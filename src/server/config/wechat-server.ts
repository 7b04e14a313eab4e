// The options of wechat-server's protocol.
import { createHash } from "node:crypto";
import { z } from "zod";
import { english } from "../../base/english.ts";
import { bareWord } from "../../domain/typed.ts";
import type { WechatServer } from "../../login/context.ts";
import type { ConfigProblem } from "./config-error.ts";
import { isOptions, wechatServerVariable } from "./secrets.ts";
import { appid } from "./source.ts";
import { weakness } from "./values.ts";

const hashed = /^sha256:([0-9a-f]{64})$/;

/** One token, or two during a rotation. */
const tokensIn = (value: string): readonly string[] => value.trim().split(/[\s,]+/);

const token = z
  .string()
  .check(({ value, issues }) => {
    const all = tokensIn(value);
    const faults = all.map(faultOf).filter((fault) => fault !== undefined);
    if (all.length > 2) faults.push(english`must be one token, or two while they are changed, with a space between.`);
    if (faults[0] !== undefined) issues.push({ code: "custom", message: faults[0], input: value });
  })
  .describe(
    "What the site sends as `Authorization`, or `sha256:` and its hash; two with a space between while it is changed. " +
      "Default from SAOMA_<APPLICATION>_WECHAT_SERVER_TOKEN or SAOMA_<APPLICATION>_WECHAT_SERVER_TOKEN_FILE",
  )
  .exactOptional();

function faultOf(value: string): string | undefined {
  if (hashed.test(value)) return undefined;
  if (value.startsWith("sha256:")) return english`must be sha256: and 64 hexadecimal digits in small letters.`;
  return /^[\x21-\x7e]+$/.test(value)
    ? weakness(value, "SAOMA_<APPLICATION>_WECHAT_SERVER_TOKEN")
    : english`must be printable ASCII: it is sent as a header.`;
}

/** The drop-in for songquanpeng's wechat-server. */
export const wechatServer = z.strictObject({
  source: appid.describe("The 公众号, 服务号 or test account whose chat answers 验证码 with a code"),
  atRoot: z
    .boolean()
    .default(false)
    .describe("Whether `/api/wechat` is it, too, so that WeChat's console and the site keep wechat-server's address"),
  accessToken: z
    .boolean()
    .default(false)
    .describe("Whether the site may have the source's access token, with which it can do all that the account can"),
  token,
});

/** The setting with its tokens hashed. */
export const wechatServerOf = ({ token = "", ...rest }: z.output<typeof wechatServer>): WechatServer => ({
  ...rest,
  tokenHashes: hashesIn(token),
});

const hashesIn = (token: string): readonly string[] =>
  tokensIn(token).map((one) => hashed.exec(one)?.[1] ?? createHash("sha256").update(one).digest("hex"));

type Options = Readonly<Record<string, unknown>>;

const optionsIn = (list: unknown): readonly Options[] =>
  Array.isArray(list) ? list.map((option: unknown) => (isOptions(option) ? option : {})) : [];

interface Serving {
  readonly options: Options;
  readonly application: Options;
  readonly setting: Options;
  readonly path: string;
}

type Fault = (one: Serving, before: readonly Serving[]) => ConfigProblem[];

/** What the schema cannot see of `applications[].wechatServer`. */
export function wechatServersFit(options: Options): ConfigProblem[] {
  const all = optionsIn(options.applications).flatMap((application, index): Serving[] => {
    const { wechatServer: setting } = application;
    const path = `applications[${index}].wechatServer`;
    return isOptions(setting) ? [{ options, application, setting, path }] : [];
  });
  return all.flatMap((one, at) => faults.flatMap((fault) => fault(one, all.slice(0, at))));
}

const sourceIn = ({ options, setting }: Serving) => {
  const index = optionsIn(options.sources).findIndex((source) => source.appid === setting.source);
  return { source: optionsIn(options.sources)[index], path: `sources[${index}]` };
};

const chats: readonly unknown[] = ["service", "subscription", "test"];

const hasChat: Fault = (one) => {
  const { source } = sourceIn(one);
  if (source && chats.includes(source.kind)) return [];
  const message = english`must be the appid of a 公众号, 服务号 or test account of \`sources\`: it answers 验证码 in its chat.`;
  return [{ path: `${one.path}.source`, message }];
};

const hasToken: Fault = ({ application: { id }, setting, path }) => {
  if (setting.token !== undefined) return [];
  const variable = wechatServerVariable(typeof id === "string" ? id : "<APPLICATION>");
  const message = english`is missing. Set ${variable} to the token that the site has, or to the output of \`openssl rand -hex 32\`.`;
  return [{ path: `${path}.token`, message }];
};

/** `a-b` and `a_b` would read one variable, and each site could ask as the other. */
const ownToken: Fault = ({ setting, path }, before) => {
  const own = hashesOf(setting);
  const twin = before.find((other) => hashesOf(other.setting).some((hash) => own.includes(hash)));
  return twin ? [{ path: `${path}.token`, message: english`is that of ${twin.path} too. Give each its own.` }] : [];
};

const hashesOf = ({ token }: Options) => (typeof token === "string" ? hashesIn(token) : []);

const oneOfSource: Fault = ({ setting, path }, before) => {
  const twin = before.find((other) => other.setting.source === setting.source);
  const message = english`answers 验证码 already, for ${twin?.path}. Two cannot: use another source, or one application for both.`;
  return twin ? [{ path: `${path}.source`, message }] : [];
};

const oneAtRoot: Fault = ({ setting, path }, before) => {
  const twin = before.find((other) => other.setting.atRoot === true && setting.atRoot === true);
  return twin
    ? [{ path: `${path}.atRoot`, message: english`is that of ${twin.path} too, and there is one root.` }]
    : [];
};

/**
 * With a guessed Token, anybody can send pushes in another person's name, because wechat-server's pushes are not
 * encrypted.
 */
const tokenIsLong: Fault = (one) => {
  const { source, path } = sourceIn(one);
  if (typeof source?.token !== "string" || source.token.length >= 16) return [];
  const message = english`must have at least 16 characters where ${one.path} is set. Change it, here and in WeChat's console.`;
  return [{ path: `${path}.token`, message }];
};

const needsSecret: Fault = (one) => {
  const { source, path } = sourceIn(one);
  if (one.setting.accessToken !== true || !source || source.secret !== undefined) return [];
  return [
    {
      path: `${path}.secret`,
      message: english`is missing, and ${one.path}.accessToken passes on what it is good for.`,
    },
  ];
};

const keyword = "验证码";
const words = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);
const folded = (word: unknown): string => bareWord(String(word));

/** Only one of them can answer a message. The other one would be silent without any error. */
const answersAlone: Fault = (one) => {
  const { source = {}, path } = sourceIn(one);
  const message = english`answers ${keyword}, and so does ${one.path}. Remove one of them.`;
  const codes = words(source.codeKeywords).flatMap((word, at) =>
    folded(word) === keyword ? [{ path: `${path}.codeKeywords[${at}]`, message }] : [],
  );
  const replies = optionsIn(isOptions(source.replies) ? source.replies.keywords : []).flatMap((reply, at) =>
    words(reply.words).flatMap((word, nth) =>
      folded(word) === keyword || (reply.match === "contains" && keyword.includes(folded(word)))
        ? [{ path: `${path}.replies.keywords[${at}].words[${nth}]`, message }]
        : [],
    ),
  );
  return [...codes, ...replies];
};

/** A site that looks up a code gets the person at once, so nothing can be asked of the person before. */
const asksNothing: Fault = ({ application: { terms }, path }) =>
  Array.isArray(terms) && terms.length > 0
    ? [{ path, message: english`cannot ask for \`terms\`. Remove them, or give the site an application of its own.` }]
    : [];

/** The site makes its accounts by itself, and asks for no phone here. */
const admitsNewcomers: Fault = ({ application: { newcomers }, path }) =>
  newcomers === "refuse" || newcomers === "bind-phone"
    ? [
        {
          path,
          message: english`cannot apply \`newcomers\`: ${newcomers}. Remove that, limit who may enter by \`access\`, or give the site an application of its own.`,
        },
      ]
    : [];

const faults: readonly Fault[] = [
  hasChat,
  hasToken,
  ownToken,
  oneOfSource,
  oneAtRoot,
  tokenIsLong,
  needsSecret,
  answersAlone,
  asksNothing,
  admitsNewcomers,
];
