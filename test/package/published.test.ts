import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { rolldown } from "rolldown";
import { beforeAll, expect, test } from "vitest";
import { clone, pack } from "./installed.ts";

let tarball: Uint8Array;
beforeAll(async () => {
  using packed = await pack();
  tarball = readFileSync(packed.tarball);
}, 300_000);

test("publint finds nothing in the tarball, suggestions included", async () => {
  const { messages } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true });
  expect(messages).toEqual([]);
});

/** How current projects resolve packages. Node 10's way and `require` are left out: the package is ESM only. */
const resolutions = ["node16-esm", "bundler"];

test("the types of every subpath are right for ESM and for bundlers", async () => {
  const checked = await checkPackage(createPackageFromTarballData(tarball));
  if (checked.types === false) throw new Error("the package has no types");
  const found = checked.problems.filter(
    (problem) => !("resolutionKind" in problem) || resolutions.includes(problem.resolutionKind),
  );
  expect(found).toEqual([]);
  // The checks that are left out above are exactly those that an ESM-only package cannot pass.
  const kinds = new Set(checked.problems.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["CJSResolvesToESM", "NoResolution"]);
  const manifest = JSON.parse(readFileSync(join(clone, "package.json"), "utf8")) as { exports: object };
  const subpaths = Object.keys(manifest.exports).filter((path) => !path.endsWith(".json"));
  expect(Object.keys(checked.entrypoints)).toEqual(expect.arrayContaining(subpaths));
});

/** The limit of what a sign-in page loads, in bytes, gzipped. */
const limits = { widget: 16_000, client: 6 * 1024 };

const gzipped = (text: string | Uint8Array): number => gzipSync(text, { level: 9 }).length;

async function bundled(input: string): Promise<string> {
  const build = await rolldown({ input, platform: "browser", transform: { target: "es2022" } });
  const { output } = await build.generate({ format: "es", minify: true });
  await build.close();
  return output[0].code;
}

test("the widget's bundle is small, and brings no schema along", () => {
  const bundle = readFileSync(join(clone, "dist/browser/saoma-login.js"), "utf8");
  expect(gzipped(bundle)).toBeLessThanOrEqual(limits.widget);
  expect(bundle).not.toContain("Zod");
});

test("the client's bundle is small, and brings no schema along", async () => {
  const bundle = await bundled(join(clone, "dist/client/index.js"));
  expect(gzipped(bundle)).toBeLessThanOrEqual(limits.client);
  expect(bundle).not.toContain("Zod");
});
