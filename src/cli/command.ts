/** What a command was given: options and words by their names; an option without a value is `"yes"`. */
export type Values = Readonly<Record<string, string | undefined>>;

/** An option. */
export interface CommandOption {
  /** The placeholder of the value in the help, such as `PORT`. Absent: the option takes no value. */
  readonly value?: string;
  readonly help: string;
}

/** A word after the command's name, such as a file. It must be given. */
export interface CommandWord {
  /** An option that stands in its place. */
  readonly unless?: string;
  /** Its key among the {@link Values}; in capitals, its placeholder in the help. */
  readonly name: string;
  readonly help: string;
}

/** One thing that `saoma` can do. */
export interface Command {
  /** One word or two, as in `config check`. */
  readonly name: string;
  /** What it does, in a few words for the list. */
  readonly summary: string;
  /** What one has to know beyond the options. */
  readonly details?: readonly string[];
  readonly word?: CommandWord;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** What follows a `--` and is left as it is, such as a program with its arguments. It must be given. */
  readonly rest?: CommandWord;
  /** Does it; a number is the exit code, where it has one of its own. Rejects with a sentence where it cannot. */
  run(values: Values, rest?: readonly string[]): Promise<unknown>;
}

/** The options of whatever listens. */
export const listening = (port: number): Readonly<Record<string, CommandOption>> => ({
  port: { value: "PORT", help: `the port to listen on; 0 for any free one (default ${port})` },
  host: { value: "HOST", help: "the address to listen on (default 127.0.0.1)" },
});

/** The option of whatever reads a configuration. */
export const configured: Readonly<Record<string, CommandOption>> = {
  config: { value: "FILE", help: "the configuration (default saoma.config.mts, .ts, .mjs or .js in this folder)" },
};
