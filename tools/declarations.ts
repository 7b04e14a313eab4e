import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../", import.meta.url).pathname;

/** The compiler's projects: for Node and for browsers. */
export const projects: readonly string[] = ["tsconfig.build.json", "tsconfig.build.browser.json"];

/** @throws {Error} if the compiler fails; it has printed its output before. */
export function compile(project: string, options: readonly string[] = []): void {
  const { status } = spawnSync("tsc", ["-p", project, ...options], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`tsc -p ${project} failed`);
}

/**
 * Renames the imports of declaration files: the compiler turns `./a.ts` into `./a.js` in JavaScript, but not in
 * declarations. A bundler of declarations would do it too, but its source maps end at the declarations: an editor would
 * no longer go from a type to its source.
 */
export function nameBuiltFiles(folder: string): void {
  for (const name of globSync("**/*.d.ts", { cwd: folder })) {
    const file = join(folder, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/((?:from|import)\s*\(?\s*"\.[^"]*)\.ts"/g, '$1.js"'));
  }
}

/** Each entry of package.json's `exports` that has types, with its source below `src/`, as in `client/index.ts`. */
export function entries(): Readonly<Record<string, string>> {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, string>;
  };
  const built = Object.entries(exports).filter(([, file]) => file.endsWith(".js"));
  return Object.fromEntries(
    built.map(([path, file]) => [path.replace(/^\./, "saoma"), file.replace(/^\.\/dist\/(.*)\.js$/, "$1.ts")]),
  );
}

/** Every declaration file that the compiler writes, by the path of its source below `src/`. Takes some seconds. */
export function emitDeclarations(): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "saoma-declarations-"));
  try {
    for (const project of projects)
      compile(project, ["--emitDeclarationOnly", "--declarationMap", "false", "--outDir", folder]);
    const names = globSync("**/*.d.ts", { cwd: folder });
    return new Map(
      names.map((name) => [name.replace(/\.d\.ts$/, ".ts"), readFileSync(join(folder, name), "utf8")] as const),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
