import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { folderWith } from "./saoma.ts";

const ours = new URL("../../src/index.ts", import.meta.url).href;

/** A folder where `saoma` is installed, as a link to this clone. */
export function projectWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = folderWith(files);
  const installed = join(folder, "node_modules/saoma");
  mkdirSync(installed, { recursive: true });
  writeFileSync(
    join(installed, "package.json"),
    JSON.stringify({
      name: "saoma",
      type: "module",
      exports: { ".": "./index.js", "./package.json": "./package.json" },
    }),
  );
  writeFileSync(join(installed, "index.js"), `export * from ${JSON.stringify(ours)};`);
  return folder;
}

/** A free port. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** `{ kind: "test" }` becomes `--kind test`. */
export const flagsOf = (flags: Readonly<Record<string, string>>): string[] =>
  Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
