import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { redisAddress } from "../../src/adapters/redis/address.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good } from "./options.ts";

const url = "rediss://saoma:p%40ss@cache.tea.example:6380/2";

test("a Redis's URL comes from the options or the environment, and is a secret", () => {
  for (const { redis } of [
    parseConfig({ ...good, redis: { url } }, {}),
    parseConfig({ ...good, redis: { ca: "ca.pem" } }, { SAOMA_REDIS_URL: url }),
    parseConfig(good, { SAOMA_REDIS_URL: url }),
  ]) {
    expect(redis?.url.reveal()).toBe(url);
    expect(inspect(redis) + JSON.stringify(redis)).not.toContain("p%40ss");
  }
  expect(parseConfig(good, {}).redis).toBeUndefined();
});

test("it may be in a file, whose last line end is not part of it", () => {
  const folder = mkdtempSync(join(tmpdir(), "saoma-url-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "url"), `${url}\n`);
  const { redis } = parseConfig(good, { SAOMA_REDIS_URL_FILE: join(folder, "url") });
  expect(redis?.url.reveal()).toBe(url);
  expect(() => parseConfig(good, { SAOMA_REDIS_URL_FILE: join(folder, "none") })).toThrow(
    "redis.url cannot be read from SAOMA_REDIS_URL_FILE",
  );
});

test.each([
  [url, { host: "cache.tea.example", port: 6380, user: "saoma", password: "p@ss", database: 2, tls: true }],
  ["redis://[::1]", { host: "::1", port: 6379, database: 0, tls: false, isLocal: true }],
  ["redis://:pw@localhost", { host: "localhost", password: "pw", isLocal: true }],
  ["unix:///run/redis/redis.sock", { socket: "/run/redis/redis.sock", database: 0, isLocal: true }],
  ["redis://:pw@localhost/1?socket=/run/r.sock", { socket: "/run/r.sock", database: 1, password: "pw" }],
])("%s is an address", (given, address) => {
  expect(redisAddress(given)).toMatchObject(address);
});

test.each([
  ["no url", {}, "redis.url is missing. Set SAOMA_REDIS_URL, or remove redis."],
  ["another program's", { url: "memcached://a" }, "redis.url must be as in redis://"],
  ["a password with a #", { url: "redis://a:p%40ss#1@b/0" }, "Percent-encode what is special in the password"],
  ["a password with a %", { url: "redis://a:p%40ss100%@b" }, "redis.url has a % that encodes nothing"],
  ["a database by name", { url: "redis://b/tea" }, "redis.url must end with the number of a database"],
  ["no host", { url: "redis:///0" }, "redis.url must name the host"],
  ["a socket with two slashes", { url: "unix://run/redis.sock" }, "redis.url must have three slashes"],
  [
    "a socket by half its path",
    { url: "redis://localhost?socket=r.sock" },
    "redis.url must name the socket by its whole",
  ],
  ["a socket with TLS", { url: "rediss://localhost?socket=/r.sock" }, "redis.url must be redis://"],
  ["what is nothing of Saoma's", { url: `${url}?family=6` }, "redis.url must not have family"],
])("%s is refused, with a sentence and without the password", (_, redis, sentence) => {
  expect(() => parseConfig({ ...good, redis }, {})).toThrow(sentence);
  expect(() => parseConfig({ ...good, redis }, {})).not.toThrow("p%40ss");
});

test.each([
  ["redis://10.0.0.7", 1],
  ["redis://localhost", 0],
  ["unix:///run/redis.sock", 0],
  [url, 0],
])("%s: how many warnings", (given, count) => {
  const { warnings } = parseConfig({ ...good, redis: { url: given } }, {});
  expect(warnings.filter((line) => line.startsWith("redis.url is without TLS")).length).toBe(count);
});
