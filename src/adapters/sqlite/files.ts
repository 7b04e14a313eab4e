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

/** Where a file is, or would be, behind all links: SQLite's own files and our lock are beside that one. */
export function realPathOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(path);
  return existsSync(folder) ? join(realpathSync(folder), basename(path)) : path;
}

/** Gives `file` to whom `like` belongs, or its folder where it is not there: root works for the service's user. */
export function ownedLike(file: string, like: string): void {
  const { uid, gid } = statSync(existsSync(like) ? like : dirname(like));
  const own = statSync(file);
  if (own.uid !== uid || own.gid !== gid) chownSync(file, uid, gid);
}

/**
 * A folder that only we can read, beside `file`, to make it in; gone with all that is left in it. So is that of an
 * earlier one who was interrupted.
 */
export function workshopFor(file: string): { readonly path: string } & Disposable {
  const [folder, prefix] = [dirname(file), `.${basename(file)}.making-`];
  const remove = (path: string) => rmSync(path, { recursive: true, force: true });
  for (const name of readdirSync(folder)) if (name.startsWith(prefix)) remove(join(folder, name));
  const path = mkdtempSync(join(folder, prefix));
  return { path, [Symbol.dispose]: () => remove(path) };
}

/** What is in it is on the disk; of a folder, what it names. No connection of ours may have it open: it would lose its locks. */
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

/** A copy that only we can read. */
export function copied(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, 0o600);
}
