import { english } from "../../base/english.ts";
/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  /** The path of the option, such as `sources[0].token`. */
  readonly path: string;
  /** The rule that it breaks, and what to do about it. */
  readonly message: string;
}

/** Thrown for a configuration that cannot be used; it names everything that is wrong with it. */
export class ConfigError extends TypeError {
  /** Always `ConfigError`. */
  override name = "ConfigError";
  /** Each problem: the path of the option, and what is wrong with it. */
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[], options?: ErrorOptions) {
    super([english`The configuration cannot be used:`, ...problems.map(line)].join("\n"), options);
    this.problems = problems;
  }
}

const line = ({ path, message }: ConfigProblem): string =>
  `  ${path === "" ? english`the configuration` : path} ${message}`;

/** `["sources", 0, "token"]` as `sources[0].token`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
