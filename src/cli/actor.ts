/** Who does what a command does, as the audit names them. */
export const commandLine = { actor: "command line" };
