import { statfsSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { english } from "../../base/english.ts";
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
  english`The database ${path} is damaged. Stop Saoma and run \`saoma restore\` with the last backup; without one, \`sqlite3 ${path} .recover\` prints what can still be read as SQL for a new file.`;

const unwritable = (path: string): string =>
  english`The database ${path} cannot be written by ${whoAmI()}. Run \`chown -R ${whoAmI()} ${dirname(path)}\` as root, or Saoma as the user that it belongs to.`;

const sentences: ReadonlyMap<number, (path: string) => string> = new Map([
  [
    code.busy,
    (path: string) =>
      english`The database ${path} is locked by another process for too long. \`fuser ${path}\` names it.`,
  ],
  [
    code.locked,
    (path: string) => english`The database ${path} is locked for too long. \`fuser ${path}\` names by whom.`,
  ],
  [code.readonly, unwritable],
  [
    code.io,
    (path: string) =>
      english`The disk under the database ${path} failed to read or write, or your quota is used up. \`dmesg\` says more; \`saoma restore\` puts the last backup on another disk.`,
  ],
  [code.corrupt, damaged],
  [
    code.full,
    (path: string) =>
      english`The disk under the database ${path} is full. Make room (\`df -h ${dirname(path)}\`); a running service recovers by itself.`,
  ],
  [
    code.cantOpen,
    (path: string) =>
      english`The database ${path} cannot be opened. Look at it with \`ls -ld ${dirname(path)} ${path}\`: it must be a file that Saoma's user may write, in a folder that they may, too.`,
  ],
  [code.notDb, damaged],
]);

const smallestRoom = 64 * 1024;

/** Whether shared memory is full. SQLite reports that as a failure of the disk. */
function hasNoRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < smallestRoom;
  } catch {
    return false;
  }
}

/** The user's name, or number: a user in a container may have no name. */
function whoAmI(): string {
  try {
    return userInfo().username;
  } catch {
    return "Saoma's user";
  }
}

/** The database's failure as callers see it: `detail` is a sentence for the operator. Other errors stay themselves. */
export function failure(error: unknown, path: string): unknown {
  if (isClosed(error))
    return new SaomaError("store_unavailable", { detail: english`The store is closed.`, cause: error });
  const result = resultCode(error);
  if (result === undefined) return error;
  if (result === code.constraint)
    return new SaomaError("internal", {
      detail: english`A constraint of the database refused what was written.`,
      cause: error,
    });
  const detail =
    sentences.get(result === code.io && hasNoRoom(path) ? code.full : result)?.(path) ??
    english`The database ${path} failed: ${String(error)}`;
  return new SaomaError("store_unavailable", { detail, cause: error });
}

/** As {@link failure}, while the service starts: the operator reads the error, so its message is the sentence. */
export function openFailure(error: unknown, path: string): unknown {
  const failed = failure(error, path);
  const detail = failed instanceof SaomaError ? failed.detail : fileSystemSentence(error, path);
  return detail === undefined ? failed : new SaomaError("store_unavailable", { message: detail, detail, cause: error });
}

function fileSystemSentence(error: unknown, path: string): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  if (error.code === "EACCES" || error.code === "EPERM") return unwritable(path);
  if (error.code === "ENOSPC" || error.code === "EDQUOT") return sentences.get(code.full)?.(path);
  if (error.code !== "EROFS") return english`The database ${path} cannot be opened: ${error.message}`;
  return english`The database ${path} is on a disk that is mounted read-only. \`dmesg\` says why; mount it to be written, or name another file in database.path.`;
}

/** An error for the operator, whose message says what is wrong and what to do. */
export const refused = (message: string, cause?: unknown): SaomaError =>
  new SaomaError("store_unavailable", { message, detail: message, cause });

export const isFull = (error: unknown): boolean => resultCode(error) === code.full;

/** Whether the error says that the file is damaged or is not a database. */
export const isDamage = (error: unknown): error is Error =>
  resultCode(error) === code.corrupt || resultCode(error) === code.notDb;

export const isBusy = (error: unknown): boolean => resultCode(error) === code.busy;

/** Whether it is Node's error for the use of a closed connection. */
const isClosed = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_INVALID_STATE";

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}
