import type { Command } from "./command.ts";

/** An invalid command line. The message is a sentence; the exit code is 2. */
export class UsageError extends Error {
  override name = "UsageError";
  /** The command whose help is shown; absent if the sentence is enough. */
  readonly command: Command | undefined;

  constructor(message: string, command?: Command) {
    super(message);
    this.command = command;
  }
}

/** A command failed. The message is a sentence; the exit code is 1. */
export class CommandError extends Error {
  override name = "CommandError";
}
