/** A command line that cannot be understood: a sentence and the usage, exit 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** What keeps a command from doing its work: a sentence, exit 1. */
export class CommandError extends Error {
  override name = "CommandError";
}
