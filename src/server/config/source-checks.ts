// Each source must have what its kind and mode need, and nothing that belongs to another kind.
import { english } from "../../base/english.ts";
import type { Check, Options } from "./check.ts";
import { entries, ofSources, variable } from "./check.ts";
import { isOptions } from "./secrets.ts";

export const requireToken = ofSources((source, path) =>
  source.token === undefined && (!mayHaveNoPushes(source) || source.aesKey !== undefined)
    ? [
        {
          path: `${path}.token`,
          message: english`is missing. Set it, or ${variable(source, "token")}, as in WeChat's console.`,
        },
      ]
    : [],
);

export const requireAesKey = ofSources(({ mode = "safe", ...source }, path) => {
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

export const requireAppSecret = ofSources((source, path) => {
  if (source.secret !== undefined || source.kind === "subscription") return [];
  const remedy = english`Set it, or ${variable(source, "secret")}, to the AppSecret of WeChat's console.`;
  return [{ path: `${path}.secret`, message: english`is missing: nobody can sign in without it. ${remedy}` }];
});

/** A 小程序 and a 网站应用 sign people in without pushes. */
const mayHaveNoPushes = ({ kind }: Options): boolean => kind === "website" || kind === "mini-program";

const ofFollowers = ["unfollow", "replies", "inWechat", "scope"];

const ofMiniProgram = ["code"];

const ofNoFollowers = ["format"];

/** A 网站应用 has no followers and no chat; a 小程序 has no followers, and its chat is not ours. */
const foreign = new Map<unknown, readonly string[]>([
  ["website", [...ofFollowers, ...ofMiniProgram]],
  ["mini-program", [...ofFollowers, "qr", "codeKeywords"]],
]);

export const hasOnlyItsOwn = ofSources((source, path) => {
  const options = foreign.get(source.kind) ?? [...ofMiniProgram, ...ofNoFollowers];
  return options
    .filter((option) => source[option] !== undefined)
    .map((option) => ({
      path: `${path}.${option}`,
      message: english`is not supported for kind "${source.kind}". Remove it.`,
    }));
});

/** WeChat's test accounts have no other mode; a simulator may. */
export const testIsPlain = ofSources((source, path) => {
  const atWechat = !isOptions(source.origins) || source.origins.api === undefined;
  if (source.kind !== "test" || !atWechat || source.mode === "plain") return [];
  return [
    { path: `${path}.mode`, message: english`must be "plain": a test account has no other. Write mode: "plain".` },
  ];
});

/** In plain mode only the Token keeps forgers out, and each request shows whether a guess was right. */
const fewestInPlain = 16;

export const plainTokenIsLong = ofSources(({ mode, token, ...source }, path) => {
  if (mode !== "plain" || typeof token !== "string" || token.length >= fewestInPlain) return [];
  const message = english`has ${token.length} characters, and plain mode needs ${fewestInPlain}: a shorter one is guessed. Type the output of \`openssl rand -hex 16\` in WeChat's console, and set ${variable(source, "token")} to it.`;
  return [{ path: `${path}.token`, message }];
});

/** With one Token for two accounts, a signature for the one is valid for plain pushes to the other. */
export const tokensAreApart: Check = ({ sources }) => {
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
