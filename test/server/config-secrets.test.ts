import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good, source, without } from "./options.ts";

const folder = mkdtempSync(join(tmpdir(), "saoma-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bare = {
  ...without(good, "secret"),
  sources: [without(without(without(source, "secret"), "token"), "aesKey")],
};
const variable = "SAOMA_WX0123456789ABCDEF";
const environment = {
  SAOMA_SECRET: good.secret,
  [`${variable}_SECRET`]: source.secret,
  [`${variable}_TOKEN`]: source.token,
  [`${variable}_AES_KEY`]: source.aesKey,
};

test("secrets that the options leave out come from the environment", () => {
  const config = parseConfig(bare, environment);
  expect(config.secret.reveal()).toBe(good.secret);
  expect(config.sources[0]?.secret?.reveal()).toBe(source.secret);
  expect(config.sources[0]?.token.reveal()).toBe(source.token);
  expect(config.sources[0]?.aesKey?.reveal()).toBe(source.aesKey);
});

test("what the options say is not overruled by the environment", () => {
  expect(parseConfig(good, { SAOMA_SECRET: "another" }).secret.reveal()).toBe(good.secret);
});

test("a secret may be in a file, whose last line end is not part of it", () => {
  const file = join(folder, "secret");
  writeFileSync(file, `${good.secret}\n`);
  const config = parseConfig(bare, { ...environment, SAOMA_SECRET: undefined, SAOMA_SECRET_FILE: file });
  expect(config.secret.reveal()).toBe(good.secret);
});

test("a secret file that cannot be read is one problem, with its name", () => {
  const missing = { ...environment, SAOMA_SECRET: undefined, SAOMA_SECRET_FILE: join(folder, "none") };
  expect(() => parseConfig(bare, missing)).toThrow(
    /^.*:\n {2}secret cannot be read from SAOMA_SECRET_FILE: ENOENT[^\n]*$/,
  );
});

test("a secret given twice is refused", () => {
  expect(() => parseConfig(bare, { ...environment, SAOMA_SECRET_FILE: "x" })).toThrow(
    "secret is given by both SAOMA_SECRET and SAOMA_SECRET_FILE",
  );
});

test("a weak secret is refused from the environment too", () => {
  expect(() => parseConfig(bare, { ...environment, SAOMA_SECRET: "short" })).toThrow("secret must have at least 32");
});

test("an empty variable counts as unset", () => {
  expect(() => parseConfig(bare, { ...environment, SAOMA_SECRET: "" })).toThrow("secret is missing");
});

test("a missing secret of a source names its variable", () => {
  expect(() => parseConfig(bare, { ...environment, [`${variable}_TOKEN`]: undefined })).toThrow(`${variable}_TOKEN`);
});
