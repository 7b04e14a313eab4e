import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { parseConfig, parseDatabase } from "../../src/server/config/parse.ts";
import { good, without } from "./options.ts";

const url = "postgres://saoma:p%40ss@db.tea.example:6432/tea";
const bare = without(good, "database");
const withDatabase = (database: object): object => ({ ...good, database });

test("a PostgreSQL's URL comes from the options or the environment, and is a secret", () => {
  for (const { database } of [
    parseConfig(withDatabase({ url }), {}),
    parseConfig(bare, { SAOMA_DATABASE_URL: url }),
    { database: parseDatabase({}, { SAOMA_DATABASE_URL: url }) },
  ]) {
    if ("path" in database) throw new Error("it is a file");
    expect(database).toMatchObject({ tls: "verified", connections: 16 });
    expect(database.url.reveal()).toBe(url);
    expect(inspect(database) + JSON.stringify(database)).not.toContain("p%40ss");
  }
});

test("it may be in a file, whose last line end is not part of it", () => {
  const folder = mkdtempSync(join(tmpdir(), "saoma-url-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "url"), `${url}\n`);
  const { database } = parseConfig(bare, { SAOMA_DATABASE_URL_FILE: join(folder, "url") });
  expect("url" in database && database.url.reveal()).toBe(url);
});

test("other options of the database go with a URL from the environment", () => {
  const { database } = parseConfig(withDatabase({ connections: 4 }), { SAOMA_DATABASE_URL: url });
  expect(database).toMatchObject({ connections: 4 });
});

test("a path in the configuration comes before the environment", () => {
  expect(parseConfig(good, { SAOMA_DATABASE_URL: url }).database).toEqual({ path: "saoma.db" });
});

test.each([
  ["both", { path: "a.db", url }, "database.url is given beside database.path"],
  ["neither", {}, "database has no path"],
  ["MySQL", { url: "mysql://a@b/c" }, "database.url must be as in postgres://"],
  ["a password with a #", { url: "postgres://a:p%40ss#1@b/c" }, "Percent-encode what is special in the password"],
  ["a password with a %", { url: "postgres://a:p%40ss100%@b/c" }, "database.url has a % that encodes nothing"],
  ["a name that is not UTF-8", { url: "postgres://a@b/%ff" }, "database.url has a % that encodes nothing"],
  ["no database", { url: "postgres://a@b" }, "database.url must name the database"],
  ["no user", { url: "postgres://b/c" }, "database.url must name the user"],
  ["weak TLS", { url: `${url}?sslmode=disable` }, "database.url must not weaken TLS"],
  ["what is nothing of Saoma's", { url: `${url}?pool_size=9` }, "database.url must not have pool_size"],
  ["no connections", { url, connections: 0 }, "database.connections must"],
])("%s is refused, with a sentence and without the password", (_, database, sentence) => {
  expect(() => parseConfig(withDatabase(database), {})).toThrow(sentence);
  expect(() => parseConfig(withDatabase(database), {})).not.toThrow("p%40ss");
});

test.each([
  ["off", "db.tea.example", "tea at db.tea.example:5432 is not encrypted"],
  ["unverified", "10.0.0.7", "is encrypted, but the server is not verified"],
] as const)("TLS that is %s over a network is a warning", (tls, host, warning) => {
  const { warnings } = parseConfig(withDatabase({ url: `postgres://saoma@${host}/tea`, tls }), {});
  expect(warnings.join()).toContain(warning);
});

test.each(["localhost", "127.0.0.1", "[::1]"])("on %s nobody is between", (host) => {
  const { warnings } = parseConfig(withDatabase({ url: `postgres://saoma@${host}/tea`, tls: "off" }), {});
  expect(warnings.join()).not.toContain("database");
});
