import { english } from "../../base/english.ts";
import { channelsFit } from "./channels.ts";
import type { ConfigProblem } from "./config-error.ts";
import { databaseProblems } from "./database.ts";
import { backchannelsFit, openIdClientsFit } from "./openid.ts";
import { redisProblems } from "./redis.ts";
import { isOptions, sourceVariable } from "./secrets.ts";
import { isLoopback } from "./values.ts";
import { webhooksFit } from "./webhooks.ts";
import { wechatServersFit } from "./wechat-server.ts";

type Options = Readonly<Record<string, unknown>>;
type Check = (options: Options) => ConfigProblem[];

/**
 * What the schema cannot see: one option against another. Looks at options of any shape, so that these faults
 * are reported together with the schema's.
 */
export const crossCheck: Check = (options) => checks.flatMap((check) => check(options));

const entries = (list: unknown): { option: Options; index: number }[] =>
  Array.isArray(list) ? list.flatMap((option, index) => (isOptions(option) ? [{ option, index }] : [])) : [];

const ofSources =
  (check: (source: Options, path: string) => ConfigProblem[]): Check =>
  (options) =>
    entries(options.sources).flatMap(({ option, index }) => check(option, `sources[${index}]`));

const requireSecret: Check = ({ secret }) =>
  secret === undefined
    ? [
        {
          path: "secret",
          message: english`is missing. Set SAOMA_SECRET to the output of \`openssl rand -base64 48\`, and keep it.`,
        },
      ]
    : [];

/** A 小程序 and a 网站应用 sign people in without. */
const mayHaveNoPushes = ({ kind }: Options): boolean => kind === "website" || kind === "mini-program";

const requireToken = ofSources((source, path) =>
  source.token === undefined && (!mayHaveNoPushes(source) || source.aesKey !== undefined)
    ? [
        {
          path: `${path}.token`,
          message: english`is missing. Set it, or ${variable(source, "token")}, as in WeChat's console.`,
        },
      ]
    : [],
);

const requireAesKey = ofSources(({ mode = "safe", ...source }, path) => {
  if (
    source.aesKey !== undefined ||
    (mayHaveNoPushes(source) && source.token === undefined) ||
    (mode !== "safe" && mode !== "compatible") ||
    source.kind === "test"
  )
    return [];
  const remedy = english`Set it, or ${variable(source, "aesKey")}; or ask for plain pushes with mode: "plain".`;
  return [
    { path: `${path}.aesKey`, message: english`is missing, and ${mode} mode needs the EncodingAESKey. ${remedy}` },
  ];
});

const requireAppSecret = ofSources((source, path) => {
  if (source.secret !== undefined || source.kind === "subscription") return [];
  const remedy = english`Set it, or ${variable(source, "secret")}, to the AppSecret of WeChat's console.`;
  return [{ path: `${path}.secret`, message: english`is missing: nobody can sign in without it. ${remedy}` }];
});

const ofFollowers = ["unfollow", "replies", "inWechat", "scope"];
const ofMiniProgram = ["code"];
const ofNoFollowers = ["format"];

/** A 网站应用 has no followers and no chat; a 小程序 has no followers, and its chat is not ours. */
const foreign = new Map<unknown, readonly string[]>([
  ["website", [...ofFollowers, ...ofMiniProgram]],
  ["mini-program", [...ofFollowers, "qr", "codeKeywords"]],
]);

/** In plain mode the Token is all that keeps forgers out, and each try tells whether a guess was right. */
const fewestInPlain = 16;

const plainTokenIsLong = ofSources(({ mode, token, ...source }, path) => {
  if (mode !== "plain" || typeof token !== "string" || token.length >= fewestInPlain) return [];
  const message = english`has ${token.length} characters, and plain mode needs ${fewestInPlain}: a shorter one is guessed. Type the output of \`openssl rand -hex 16\` in WeChat's console, and set ${variable(source, "token")} to it.`;
  return [{ path: `${path}.token`, message }];
});

/** What signs one account's plain pushes, or its console's check in any mode, would sign another's plain ones. */
const tokensAreApart: Check = ({ sources }) => {
  const all = entries(sources).map(({ option: { mode = "safe", token }, index }) => ({ mode, token, index }));
  return all.flatMap(({ mode, token, index }) => {
    const other = all.find(
      (one) => one.index < index && one.token === token && (one.mode !== mode || mode === "plain"),
    );
    if (token === undefined || !other) return [];
    const message = english`is that of sources[${other.index}] too, and one of them is in plain or another mode: what signs there would sign here. Give each its own Token.`;
    return [{ path: `sources[${index}].token`, message }];
  });
};

const hasOnlyItsOwn = ofSources((source, path) => {
  const options = foreign.get(source.kind) ?? [...ofMiniProgram, ...ofNoFollowers];
  return options
    .filter((option) => source[option] !== undefined)
    .map((option) => ({
      path: `${path}.${option}`,
      message: english`is not supported for kind "${source.kind}". Remove it.`,
    }));
});

/** WeChat's test accounts have no other mode; a simulator may. */
const testIsPlain = ofSources((source, path) => {
  const atWechat = !isOptions(source.origins) || source.origins.api === undefined;
  if (source.kind !== "test" || !atWechat || source.mode === "plain") return [];
  return [
    { path: `${path}.mode`, message: english`must be "plain": a test account has no other. Write mode: "plain".` },
  ];
});

const noTwins =
  (list: "sources" | "applications", key: "appid" | "id" | "default"): Check =>
  (options) => {
    const seen = new Map<unknown, number>();
    return entries(options[list]).flatMap(({ option, index }) => {
      const value = option[key];
      const first = seen.get(value);
      if (first === undefined) seen.set(value, index);
      if (value === undefined || first === undefined) return [];
      return [
        { path: `${list}[${index}].${key}`, message: english`is that of ${list}[${first}] too. Remove one of them.` },
      ];
    });
  };

const knownSources: Check = (options) => {
  const appids = entries(options.sources).map(({ option }) => option.appid);
  return entries(options.applications).flatMap(({ option, index }) =>
    (Array.isArray(option.sources) ? option.sources : []).flatMap((appid: unknown, at) => {
      if (appids.includes(appid)) return [];
      const path = `applications[${index}].sources[${at}]`;
      return [
        { path, message: english`must be the appid of one of \`sources\`. Add the source, or remove this line.` },
      ];
    }),
  );
};

/** What each kind of message needs of the source that sends it. */
const senders: Readonly<Record<string, readonly unknown[]>> = {
  text: ["service", "subscription", "test"],
  template: ["service", "test"],
};

/** Somebody must be able to send what is to follow a sign-in. */
const knownSenders: Check = (options) =>
  entries(options.applications).flatMap(({ option, index }) =>
    entries(option.afterSignIn).flatMap(({ option: message, index: at }) => {
      const kinds = senders[String(message.type)];
      const all = entries(options.sources).map(({ option }) => option);
      const own = all.filter(({ appid }) => !Array.isArray(option.sources) || option.sources.includes(appid));
      const named = own.filter(({ appid }) => message.source === undefined || message.source === appid);
      if (!kinds || named.some(({ kind }) => kinds.includes(kind))) return [];
      const path = `applications[${index}].afterSignIn[${at}]${message.source === undefined ? "" : ".source"}`;
      const who =
        message.type === "template" ? english`a 服务号 or test account` : english`a 公众号, 服务号 or test account`;
      return [
        { path, message: english`needs ${who} among the application's sources to send it. Name one, or remove this.` },
      ];
    }),
  );

/** If every address is a trusted proxy, clients can write any address into the header. */
const notEverybody: Check = ({ trustedProxies }) =>
  (Array.isArray(trustedProxies) ? trustedProxies : []).flatMap((range: unknown, index) =>
    typeof range === "string" && range.endsWith("/0")
      ? [
          {
            path: `trustedProxies[${index}]`,
            message: english`must not be everybody. Name the addresses of your proxies.`,
          },
        ]
      : [],
  );

/** Without an SMS sender, newcomers could not get the code they are asked for. */
const requireSms: Check = ({ sms, applications }) =>
  entries(applications).flatMap(({ option, index }) => {
    if (option.newcomers !== "bind-phone" || sms !== undefined) return [];
    const path = `applications[${index}].newcomers`;
    return [{ path, message: english`needs \`sms\` to verify phones. Add it, or set newcomers: "create".` }];
  });

/** An SMS that only gives a code is typed in for a stranger as readily as for oneself. */
const joinsBySaidSms: Check = ({ sms, applications }) =>
  entries(applications).flatMap(({ option, index }) => {
    const { templates } = isOptions(sms) ? sms : {};
    if (option.phoneMatch !== "link" || (isOptions(templates) && templates.join !== undefined)) return [];
    const message = english`is "link" without \`sms.templates.join\`: an SMS has to say that its code adds a WeChat to the account. Have such a template approved and name it there, or write "conflict".`;
    return [{ path: `applications[${index}].phoneMatch`, message }];
  });

const senderOf = ({ sms }: Options): Options => (isOptions(sms) && isOptions(sms.sender) ? sms.sender : {});

const requireSmsSecret: Check = (options) => {
  const { kind, secret } = senderOf(options);
  if (!["aliyun", "tencent", "https"].includes(String(kind)) || secret !== undefined) return [];
  return [{ path: "sms.sender.secret", message: english`is missing. Set SAOMA_SMS_SECRET, or SAOMA_SMS_SECRET_FILE.` }];
};

const capCoversOne: Check = ({ sms }) => {
  const { prices, dailyCap } = isOptions(sms) ? sms : {};
  if (!isOptions(prices) || typeof dailyCap !== "number") return [];
  return Object.entries(prices).flatMap(([code, price]) =>
    typeof price === "number" && dailyCap > 0 && price > dailyCap
      ? [
          {
            path: "sms.dailyCap",
            message: english`is less than one SMS to ${code} costs: none would be sent. Raise it.`,
          },
        ]
      : [],
  );
};

/** Everybody who reaches the simulator can read its inboxes. */
const noSimulatedSms: Check = (options) => {
  const isPublic = typeof options.origin === "string" && !isLoopback(URL.parse(options.origin)?.hostname ?? "");
  if (senderOf(options).kind !== "simulator" || !isPublic) return [];
  const message = english`must not be "simulator" on a public service: anyone could read the codes. Use another sender.`;
  return [{ path: "sms.sender.kind", message }];
};

/** What somebody agreed to is found by its title. */
const titlesAreApart: Check = ({ applications }) =>
  entries(applications).flatMap(({ option, index }) => {
    const titles = entries(option.terms).map(({ option: { title } }) => String(title).replace(/^《(.+)》$/, "$1"));
    return titles.flatMap((title, at) => {
      const first = titles.indexOf(title);
      const path = `applications[${index}].terms[${at}].title`;
      return first === at
        ? []
        : [{ path, message: english`is that of terms[${first}] too. Give each a title of its own.` }];
    });
  });

const variable = (source: Options, option: "secret" | "token" | "aesKey"): string =>
  sourceVariable(typeof source.appid === "string" ? source.appid : "<APPID>", option);

const checks: readonly Check[] = [
  requireSecret,
  databaseProblems,
  redisProblems,
  requireToken,
  requireAesKey,
  requireAppSecret,
  testIsPlain,
  plainTokenIsLong,
  tokensAreApart,
  hasOnlyItsOwn,
  noTwins("sources", "appid"),
  noTwins("applications", "id"),
  noTwins("applications", "default"),
  knownSources,
  channelsFit,
  knownSenders,
  notEverybody,
  requireSms,
  joinsBySaidSms,
  requireSmsSecret,
  capCoversOne,
  noSimulatedSms,
  titlesAreApart,
  wechatServersFit,
  openIdClientsFit,
  webhooksFit,
  backchannelsFit,
];
