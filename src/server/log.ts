import { type DestinationStream, destination, pino } from "pino";
import type { Log } from "../ports/log.ts";
import { redact } from "./redact.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "silent";

export interface LogOptions {
  /** The least that is written. Default `info`. */
  readonly level?: LogLevel;
  /** Where the lines go. Default: standard error, so that standard output stays the command's own. */
  readonly to?: DestinationStream;
}

/** A log of one JSON object a line, redacted as {@link redact} says. */
export function createLog({ level = "info", to = destination({ fd: 2, sync: true }) }: LogOptions = {}): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors come redacted; pino's own way with them would start again from what is left.
      serializers: { err: (error) => error },
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
  const write = (label: "debug" | "info" | "warn" | "error"): Log["info"] => {
    return (fields, message) => {
      if (logger.isLevelEnabled(label)) logger[label](redact(fields), String(redact(message)));
    };
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
