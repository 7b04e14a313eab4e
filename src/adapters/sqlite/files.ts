// Files of the database: their real paths, owners, and copies.
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * The path of a file with all symbolic links resolved, also of a missing file. SQLite's own files and our lock are
 * beside that path.
 */
export function realPathOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(path);
  return existsSync(folder) ? join(realpathSync(folder), basename(path)) : path;
}

/**
 * Gives `file` the owner of `like`, or of the folder if `like` is missing: root may run a command for the service's
 * user.
 */
export function ownedLike(file: string, like: string): void {
  const { uid, gid } = statSync(existsSync(like) ? like : dirname(like));
  const own = statSync(file);
  if (own.uid !== uid || own.gid !== gid) chownSync(file, uid, gid);
}

/**
 * Creates a temporary folder beside `file` that only this user can read, in which the file is made. Disposing deletes
 * it, and also what an interrupted command left.
 */
export function workshopFor(file: string): { readonly path: string } & Disposable {
  const [folder, prefix] = [dirname(file), `.${basename(file)}.making-`];
  const remove = (path: string) => rmSync(path, { recursive: true, force: true });
  for (const name of readdirSync(folder)) if (name.startsWith(prefix)) remove(join(folder, name));
  const path = mkdtempSync(join(folder, prefix));
  return { path, [Symbol.dispose]: () => remove(path) };
}

/**
 * Syncs a file, or the entries of a folder, to the disk. No connection of this process may have the file open: it would
 * lose its locks.
 */
export function synced(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Gives the file a second name by a hard link. Copies it if the file system has no hard links. */
export function linkedOrCopied(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    ownedLike(to, from);
    synced(to);
  }
}

/** Copies a file so that only this user can read the copy. */
export function copied(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, 0o600);
}
