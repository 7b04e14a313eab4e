import type { Command } from "./command.ts";

/** A command line that cannot be understood: a sentence, exit 2. */
export class UsageError extends Error {
  override name = "UsageError";
  /** The command whose help helps; absent where the sentence says enough. */
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
