import { CommandError, UsageError } from "./failure.ts";

/** A port that was asked for, by an option or a variable called `name`; undefined where it was not. */
export function readPort(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new UsageError(`${name} must be a port from 0 to 65535, not ${text}`);
  }
  return Number(text);
}

/** Listens on the port that was asked for; a sentence where that cannot be. */
export async function listenOn<T>(port: number, listen: (port: number) => Promise<T>): Promise<T> {
  try {
    return await listen(port);
  } catch (error) {
    throw new CommandError(refusal(port, codeOf(error)), { cause: error });
  }
}

/** Listens on the first free port from `first` on. */
export async function listenFrom<T>(first: number, listen: (port: number) => Promise<T>): Promise<T> {
  const last = first + 50;
  for (let port = first; port < last; port++) {
    try {
      return await listen(port);
    } catch (error) {
      if (codeOf(error) !== "EADDRINUSE") throw new CommandError(refusal(port, codeOf(error)), { cause: error });
    }
  }
  throw new CommandError(`no port from ${first} to ${last - 1} is free`);
}

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : error;

function refusal(port: number, code: unknown): string {
  if (code === "EADDRINUSE") return `port ${port} is taken by another process. Stop that one, or choose another port.`;
  if (code === "EACCES") return `port ${port} is not ours to listen on. Choose one above 1023.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return "this machine has no such address. Choose another --host.";
  return `cannot listen on port ${port}: ${code}`;
}
