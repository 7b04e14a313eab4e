// `node tools/manifest.ts pack|restore`: what of package.json is the workshop's is not in the tarball. npm packs the file
// that lies in the folder, so it is another one while npm packs.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the project is to be found, as in `https://example.com/saoma`; undefined until it is anywhere. */
const home: string | undefined = undefined;

type Manifest = Record<string, unknown>;

/** What whoever installs the package has no use for. */
const ofTheWorkshop: readonly string[] = ["scripts", "workspaces", "devDependencies"];

/** The manifest as it is packed. */
export function packed(manifest: Manifest, address = home): Manifest {
  const kept = Object.entries(manifest).filter(([name]) => !ofTheWorkshop.includes(name));
  const found = address === undefined ? {} : { homepage: address, repository: address, bugs: `${address}/issues` };
  return { ...Object.fromEntries(kept), ...found };
}

const file = fileURLToPath(new URL("../package.json", import.meta.url));
/** The whole one, meanwhile; it is there after a pack that was killed, too. */
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

/** At once: somebody else may be reading it. */
function replace(text: string): void {
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
}

if (import.meta.main) process.argv[2] === "restore" ? restore() : pack();
