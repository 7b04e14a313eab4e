import type { Command } from "./command.ts";

/** A command line that cannot be understood: a sentence and the usage, exit 2. */
export class UsageError extends Error {
  override name = "UsageError";
  /** The command whose usage helps; absent where it is none. */
  readonly command: Command | undefined;

  constructor(message: string, command?: Command) {
    super(message);
    this.command = command;
  }
}

/** What keeps a command from doing its work: a sentence, exit 1. */
export class CommandError extends Error {
  override name = "CommandError";
}
