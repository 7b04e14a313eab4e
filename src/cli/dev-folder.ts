import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { randomToken } from "../base/bytes.ts";
import { systemRandom } from "../base/random.ts";
import { CommandError } from "./failure.ts";
import { say } from "./say.ts";

/** The files that `saoma dev` keeps between two runs. */
export interface DevFolder {
  /** The database's file. */
  readonly database: string;
  /** The secret, which is created once, so that sessions survive a restart. */
  readonly secret: string;
}

/** Opens the folder, and creates it if it is missing. */
export function openDevFolder(path: string): DevFolder {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { database: join(folder, "dev.db"), secret: keptSecret(join(folder, "secret")) };
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new CommandError(say`cannot keep anything in ${folder}: ${why}. Name another folder with SAOMA_DATA.`);
  }
}

/** Reads the secret from the file. The first process creates the file. */
function keptSecret(file: string): string {
  try {
    writeFileSync(file, randomToken(systemRandom, 32), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(file, "utf8").trim();
}
