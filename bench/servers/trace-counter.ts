import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { StatementSync } from "node:sqlite";
import type { LogLines } from "../../src/server/log-lines.ts";

/** The operations and written bytes of a service so far, in the order of {@link traceNames}. */
export type Traces = readonly number[];

export const traceNames = [
  "reads",
  "writes",
  "transactions",
  "syncs",
  "bytes to the database's log",
  "bytes of log lines",
];

const isOfTransaction = /^(begin|commit|rollback|savepoint|release|pragma)/i;

export interface TraceCounter {
  sofar(): Traces;
  /** The destination of the log's lines, which counts them. */
  readonly to: LogLines;
}

/** Counts the SQLite statements, syncs and written bytes of this process from now on. */
export function countTraces(path: string, lines: LogLines): TraceCounter {
  const [statements, syncs] = [countStatements(), countSyncs()];
  let written = 0;
  return {
    sofar: () => [...statements(), syncs(), sizeOf(`${path}-wal`), written],
    to: {
      flush: lines.flush,
      write(line) {
        written += Buffer.byteLength(line);
        lines.write(line);
      },
    },
  };
}

function countStatements(): () => readonly number[] {
  let [reads, writes, transactions] = [0, 0, 0];
  const statement: Record<"get" | "all" | "run", (this: StatementSync, ...given: never[]) => unknown> =
    StatementSync.prototype;
  for (const method of ["get", "all", "run"] as const) {
    const ask = statement[method];
    statement[method] = function (...given) {
      const text = this.sourceSQL;
      if (/^select /i.test(text)) reads++;
      else if (/^begin/i.test(text)) transactions++;
      else if (!isOfTransaction.test(text)) writes++;
      return ask.apply(this, given);
    };
  }
  return () => [reads, writes, transactions];
}

function countSyncs(): () => number {
  let syncs = 0;
  const { fdatasync } = fs;
  fs.fdatasync = ((...given: Parameters<typeof fdatasync>) => {
    syncs++;
    fdatasync(...given);
  }) as typeof fdatasync;
  syncBuiltinESMExports();
  return () => syncs;
}

/** The log only grows until it is copied into the database. One sign-in is too small to cause that. */
const sizeOf = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
