import { CommandError, UsageError } from "./failure.ts";
import { say } from "./say.ts";

/** Parses the port of an option or variable `name`; undefined if it is not set. */
export function readPort(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new UsageError(say`${name} must be a port from 0 to 65535, not ${text}`);
  }
  return Number(text);
}

/** Says what to do if a port is not available. `other` is a port that may be free. */
export type PortAdvice = (other: number) => string;

/** The advice to choose another port by an option or a variable. */
export const chooseBy =
  (name: string): PortAdvice =>
  (other) =>
    say`Choose another with ${name}, as in ${name}${name.startsWith("--") ? " " : "="}${other}; 0 is any free one.`;

/** Listens on a port. Rejects with a sentence if that fails. */
export async function listenOn<T>(
  port: number,
  listen: (port: number) => Promise<T>,
  advice: PortAdvice = chooseBy("--port"),
): Promise<T> {
  try {
    return await listen(port);
  } catch (error) {
    throw new CommandError(refusal(port, codeOf(error), advice), { cause: error });
  }
}

/** Listens on the first free port, starting at `first`. */
export async function listenFrom<T>(
  first: number,
  listen: (port: number) => Promise<T>,
  advice: PortAdvice = chooseBy("--port"),
): Promise<T> {
  const last = first + 50;
  for (let port = first; port < last; port++) {
    try {
      return await listen(port);
    } catch (error) {
      if (codeOf(error) !== "EADDRINUSE")
        throw new CommandError(refusal(port, codeOf(error), advice), { cause: error });
    }
  }
  throw new CommandError(say`no port from ${first} to ${last - 1} is free. ${advice(first + 1_000)}`);
}

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : error;

function refusal(port: number, code: unknown, advice: PortAdvice): string {
  const next = port < 65_535 ? port + 1 : 7080;
  if (code === "EADDRINUSE") return say`port ${port} is taken by another process. ${advice(next)}`;
  if (code === "EACCES")
    return say`port ${port} is not ours to listen on. ${advice(port < 1_024 ? port + 8_000 : next)}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return say`this machine has no such address. Choose another with --host.`;
  return say`cannot listen on port ${port}: ${code}`;
}
