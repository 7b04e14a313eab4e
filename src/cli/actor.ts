/** The actor of a command's changes, as the audit names it. */
export const commandLine = { actor: "command line" };
