import { SaomaError } from "../../domain/errors.ts";

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that an operator can do something about. */
const code = {
  busy: 5,
  locked: 6,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  constraint: 19,
  notDb: 26,
};

const damaged = (path: string): string =>
  `The database file ${path} is damaged. Stop Saoma, keep a copy of the file, and restore a backup; ` +
  `without one, \`sqlite3 ${path} .recover\` prints what can still be read as SQL for a new file.`;

const sentences: ReadonlyMap<number, (path: string) => string> = new Map([
  [code.busy, (path: string) => `The database ${path} is locked by another process for too long.`],
  [code.locked, (path: string) => `The database ${path} is locked for too long.`],
  [
    code.readonly,
    (path: string) => `The database ${path} cannot be written. Check the owner and mode of file and folder.`,
  ],
  [code.io, (path: string) => `The disk under the database ${path} failed to read or write.`],
  [code.corrupt, damaged],
  [
    code.full,
    (path: string) => `The disk under the database ${path} is full. Free some space; nothing need be restarted.`,
  ],
  [
    code.cantOpen,
    (path: string) => `The database ${path} cannot be opened. Check that its folder exists and may be written.`,
  ],
  [code.notDb, damaged],
]);

/** The database's failure as callers see it: `detail` is a sentence for the operator. Other errors stay themselves. */
export function failure(error: unknown, path: string): unknown {
  if (isClosed(error)) return new SaomaError("store_unavailable", { detail: "The store is closed.", cause: error });
  const result = resultCode(error);
  if (result === undefined) return error;
  if (result === code.constraint)
    return new SaomaError("internal", {
      detail: "A constraint of the database refused what was written.",
      cause: error,
    });
  const detail = sentences.get(result)?.(path) ?? `The database ${path} failed: ${String(error)}`;
  return new SaomaError("store_unavailable", { detail, cause: error });
}

/** The same at start, where there is nobody but the operator to read the message. */
export function openFailure(error: unknown, path: string): unknown {
  const failed = failure(error, path);
  const detail = failed instanceof SaomaError ? failed.detail : fileSystemSentence(error, path);
  return detail === undefined ? failed : new SaomaError("store_unavailable", { message: detail, detail, cause: error });
}

const fileSystemSentence = (error: unknown, path: string): string | undefined =>
  error instanceof Error && "syscall" in error ? `The database ${path} cannot be opened: ${error.message}` : undefined;

/** What an operator asked for and cannot have, with what to do, as a sentence. */
export const refused = (message: string, cause?: unknown): SaomaError =>
  new SaomaError("store_unavailable", { message, detail: message, cause });

export const isFull = (error: unknown): boolean => resultCode(error) === code.full;

/** Whether the file is no database, or not a whole one. */
export const isDamage = (error: unknown): error is Error =>
  resultCode(error) === code.corrupt || resultCode(error) === code.notDb;

export const isBusy = (error: unknown): boolean => resultCode(error) === code.busy;

/** Node's own refusal to use a connection that was closed. */
const isClosed = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_INVALID_STATE";

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}
