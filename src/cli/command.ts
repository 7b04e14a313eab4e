/** A command's options and words by name. An option without a value is `"yes"`. */
export type Values = Readonly<Record<string, string | undefined>>;

/** An option. */
export interface CommandOption {
  /** The placeholder of the value in the help, such as `PORT`. Absent: the option takes no value. */
  readonly value?: string;
  readonly help: string;
}

/** A word after the command's name, such as a file. It must be given. */
export interface CommandWord {
  /** An option that replaces the word. */
  readonly unless?: string;
  /** Its key among the {@link Values}; in capitals, its placeholder in the help. */
  readonly name: string;
  readonly help: string;
}

/** One thing that `saoma` can do. */
export interface Command {
  /** One word or two, as in `config check`. */
  readonly name: string;
  /** What it does, in a few words, for the list of commands. */
  readonly summary: string;
  /** The help text besides the options. */
  readonly details?: readonly string[];
  readonly word?: CommandWord;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** The arguments after `--`, which are not parsed, such as a program with its arguments. Required. */
  readonly rest?: CommandWord;
  /**
   * Runs the command. A number is the exit code. Rejects with an error whose message is a sentence for the operator.
   */
  run(values: Values, rest?: readonly string[]): Promise<unknown>;
}

/** The options of commands that listen. */
export const listening = (port: number): Readonly<Record<string, CommandOption>> => ({
  port: { value: "PORT", help: `the port to listen on; 0 for any free one (default ${port})` },
  host: { value: "HOST", help: "the address to listen on (default 127.0.0.1)" },
});

/** The option of commands that read a configuration. */
export const configured: Readonly<Record<string, CommandOption>> = {
  config: { value: "FILE", help: "the configuration (default saoma.config.mts, .ts, .mjs or .js in this folder)" },
};
