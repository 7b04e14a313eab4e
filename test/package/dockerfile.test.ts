import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../cli/project.ts";
import { running } from "../cli/saoma.ts";
import { build, type Image, instructionsOf } from "./dockerfile.ts";
import { clone, type Packed, pack } from "./installed.ts";

const dockerfile = readFileSync(join(clone, "docs/deployment/Dockerfile"), "utf8");
const env = { ...process.env, PATH: [join(clone, "node_modules/.bin"), process.env.PATH].join(delimiter) };
const quiet = { npm_config_audit: "false", npm_config_fund: "false", npm_config_prefer_offline: "true" };
const secrets = {
  SAOMA_SECRET: "mR8qT2xV6zB1nC5kL9pW3sD7fG4hJ0aE",
  SAOMA_WX0123456789ABCDEF_SECRET: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
  SAOMA_WX0123456789ABCDEF_TOKEN: "teahouse2026",
  SAOMA_WX0123456789ABCDEF_AES_KEY: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
};
const config = (database: string) => `import { defineConfig } from "saoma";
export default defineConfig({
  origin: "https://shop.example.com",
  database: { path: ${JSON.stringify(database)} },
  sources: [{ kind: "service", appid: "wx0123456789abcdef", name: "青禾" }],
  applications: [{ id: "shop", name: "青禾茶铺" }],
});
`;

let packed: Packed;
let image: Image;

// The folder that the page describes: package.json and its lockfile after `npm install saoma`, and a configuration.
beforeAll(async () => {
  packed = await pack();
  const context = join(packed.folder, "context");
  const place = join(packed.folder, "image");
  for (const folder of [context, place]) mkdirSync(folder);
  const stages = instructionsOf(dockerfile).filter(([keyword]) => keyword === "FROM").length;
  // As many folders below the tarball as each stage's folder, so that the lockfile's path leads to it from both.
  const app = join(context, "a/app");
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "tea", private: true, type: "module" }));
  execFileSync("npm", ["install", "--package-lock-only", packed.tarball], { cwd: app, env: { ...env, ...quiet } });
  writeFileSync(join(app, "saoma.config.mts"), config(join(place, `stage-${stages - 1}`, "data/saoma.db")));
  image = build(dockerfile, app, place, { ...env, ...quiet });
}, 300_000);
afterAll(() => packed?.[Symbol.dispose]());

test("what the image copies is there, and its commands make a folder that serves, healthy, from files of secrets", async () => {
  const folder = join(packed.folder, "secrets");
  mkdirSync(folder);
  for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, name), `${value}\n`, { mode: 0o600 });
  const files = Object.keys(secrets).map((name) => [`${name}_FILE`, join(folder, name)]);
  const [node, script = "", ...args] = image.command;
  expect(node).toBe("node");
  const port = String(await freePort());
  const serve = [...args, "--port", port].map((word) => (word === "0.0.0.0" ? "127.0.0.1" : word));
  const bin = join(image.workdir, script);
  const { stop } = await running(serve, {
    bin,
    cwd: image.workdir,
    env: { ...image.env, ...Object.fromEntries(files) },
  });
  const health = (at: string) =>
    spawnSync(
      process.execPath,
      image.health.slice(1).map((word) => word.replace("7080", at)),
    ).status;
  expect([health(port), health(String(await freePort()))]).toEqual([0, 1]);
  expect(existsSync(join(image.root, "data/saoma.db"))).toBe(true);
  expect((await stop()).code).toBe(0);
});

test("the image has what runs and nothing of the workshop, and its database's folder is its user's alone", () => {
  expect(statSync(join(image.root, "data")).mode & 0o777).toBe(0o700);
  expect(existsSync(join(image.workdir, "node_modules/saoma/dist/cli/main.js"))).toBe(true);
  for (const name of ["typescript", "vitest"])
    expect(existsSync(join(image.workdir, "node_modules", name)), name).toBe(false);
});
