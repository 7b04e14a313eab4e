// `node tools/manifest.ts pack|restore`: removes the fields of package.json that are only for development from the
// tarball. npm packs the file in the folder, so the file is replaced while npm packs.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's address, as in `https://example.com/saoma`; undefined until it is published. */
const home: string | undefined = undefined;

type Manifest = Record<string, unknown>;

/** Fields that users of the package do not need. */
const ofTheWorkshop: readonly string[] = ["scripts", "workspaces", "devDependencies"];

/** The manifest for the package. */
export function packed(manifest: Manifest, address = home): Manifest {
  const kept = Object.entries(manifest).filter(([name]) => !ofTheWorkshop.includes(name));
  const found = address === undefined ? {} : { homepage: address, repository: address, bugs: `${address}/issues` };
  return { ...Object.fromEntries(kept), ...found };
}

const file = fileURLToPath(new URL("../package.json", import.meta.url));
/** Where the complete manifest is stored meanwhile, also after a pack that was killed. */
const whole = fileURLToPath(new URL("../node_modules/.cache/saoma/package.json", import.meta.url));

function pack(): void {
  restore();
  const text = readFileSync(file, "utf8");
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  replace(JSON.stringify(packed(JSON.parse(text)), undefined, 2));
}

function restore(): void {
  if (!existsSync(whole)) return;
  if (!("scripts" in JSON.parse(readFileSync(file, "utf8")))) replace(readFileSync(whole, "utf8").trimEnd());
  rmSync(whole);
}

/** Replaces the file atomically, because another process may read it. */
function replace(text: string): void {
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
}

if (import.meta.main) process.argv[2] === "restore" ? restore() : pack();
