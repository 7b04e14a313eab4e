import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { loadConfigFile } from "../../src/server/config/config-file.ts";

const made: string[] = [];
afterAll(() => made.forEach((folder) => void rmSync(folder, { recursive: true })));

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "saoma-config-"));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test("the configuration of a folder is found by its name", async () => {
  const folder = folderWith({ "saoma.config.mjs": "export default { origin: 'a' }" });
  expect(await loadConfigFile(undefined, folder)).toEqual({ origin: "a" });
});

test("TypeScript comes first, and is run as it is", async () => {
  const folder = folderWith({
    "saoma.config.ts": "const origin: string = 'ts'; export default { origin }",
    "saoma.config.mjs": "export default { origin: 'mjs' }",
  });
  expect(await loadConfigFile(undefined, folder)).toEqual({ origin: "ts" });
});

test("another file may be named", async () => {
  const folder = folderWith({ "other.mjs": "export default { origin: 'other' }" });
  expect(await loadConfigFile("other.mjs", folder)).toEqual({ origin: "other" });
});

test.each([
  ["no file", {}, undefined, "saoma.config.mts is missing in "],
  ["a named file that is not there", {}, "prod.config.ts", "prod.config.ts does not exist"],
  ["a file without a default export", { "saoma.config.mjs": "export const config = {}" }, undefined, "exports nothing"],
  ["a broken file", { "saoma.config.mjs": "export default {" }, undefined, "saoma.config.mjs cannot be run: "],
  ["a file that throws", { "saoma.config.mjs": "throw new Error('no tea')" }, undefined, "cannot be run: no tea"],
])("%s is refused with a sentence", async (_, files, path, message) => {
  const failure = await loadConfigFile(path, folderWith(files)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConfigError);
  expect(String(failure)).toContain(message);
});
