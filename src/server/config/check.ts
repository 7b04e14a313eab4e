import type { ConfigProblem } from "./config-error.ts";
import { isOptions, sourceVariable } from "./secrets.ts";

/** Options of any shape: their types are checked elsewhere. */
export type Options = Readonly<Record<string, unknown>>;

/** Looks at all options, and returns what does not fit together. */
export type Check = (options: Options) => ConfigProblem[];

/** The objects of a list, with their places in it. */
export const entries = (list: unknown): { option: Options; index: number }[] =>
  Array.isArray(list) ? list.flatMap((option, index) => (isOptions(option) ? [{ option, index }] : [])) : [];

/** A check that looks at each source by itself; `path` is its place, such as `sources[0]`. */
export const ofSources =
  (check: (source: Options, path: string) => ConfigProblem[]): Check =>
  (options) =>
    entries(options.sources).flatMap(({ option, index }) => check(option, `sources[${index}]`));

/** The environment variable that can hold this option of a source. */
export const variable = (source: Options, option: "secret" | "token" | "aesKey"): string =>
  sourceVariable(typeof source.appid === "string" ? source.appid : "<APPID>", option);
