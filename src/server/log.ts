import { type DestinationStream, pino } from "pino";
import type { Log } from "../ports/log.ts";
import { type LogLines, standardError } from "./log-lines.ts";
import { redact } from "./redact.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "silent";

export interface LogOptions {
  /** The lowest level that is written. Default: `info`. */
  readonly level?: LogLevel;
  /** Where the lines go. Default: {@link standardError}, so that standard output stays the command's own. */
  readonly to?: DestinationStream & Partial<Pick<LogLines, "flush">>;
}

/** A log of one JSON object a line, redacted as {@link redact} says. */
export function createLog({ level = "info", to = standardError() }: LogOptions = {}): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: createIsoTime(),
      // Errors are redacted already; pino's serializer would process them again.
      serializers: { err: (error) => error },
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
  const write = (label: "debug" | "info" | "warn" | "error"): Log["info"] => {
    return (fields, message) => {
      if (logger.isLevelEnabled(label)) logger[label](redact(fields), String(redact(message)));
      // Errors are written at once, so that they are not lost if the process dies.
      if (label === "error") to.flush?.();
    };
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** Like pino's `isoTime`, but reuses the text for lines of the same millisecond. */
function createIsoTime(): () => string {
  let [at, written] = [Number.NaN, ""];
  return () => {
    const now = Date.now();
    if (now !== at) [at, written] = [now, `,"time":"${new Date(now).toISOString()}"`];
    return written;
  };
}
