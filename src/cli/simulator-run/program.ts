import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";

/**
 * Runs a program on this terminal and returns its exit code. If a signal ended it, the code is 128 plus the signal's
 * number, as in shells.
 */
export async function runProgram([command = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, args, { env, stdio: "inherit" });
  const stopped = passOnSignals(child);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", (error) => reject(new CommandError(say`${command} cannot be run: ${error.message}`)));
      child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    stopped();
  }
}

/**
 * Ctrl-C reaches the program through the terminal; other signals are forwarded. This process waits until the program
 * has ended.
 */
function passOnSignals(child: ChildProcess): () => void {
  const passOn = () => void child.kill("SIGTERM");
  const wait = () => {};
  process.on("SIGTERM", passOn).on("SIGINT", wait);
  return () => void process.off("SIGTERM", passOn).off("SIGINT", wait);
}
