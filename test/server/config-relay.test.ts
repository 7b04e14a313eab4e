import { expect, test } from "vitest";
import { ConfigError } from "../../src/server/config/config-error.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good, withSource } from "./options.ts";

const url = "https://backend.example.net/wx?tenant=7";

function problems(source: object): string[] {
  try {
    parseConfig(withSource(source), {});
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

test("an address is enough; private ones have to be meant", () => {
  const [source] = parseConfig(withSource({ relay: { url } }), {}).sources;
  expect(source?.relay).toEqual({ url, only: "not-ours", timeout: 4_500, allowPrivate: false });
  expect(problems({ relay: { url: "http://10.0.0.7:3000/wx", allowPrivate: true } })).toEqual([]);
});

test.each<[string, object, string]>([
  ["plain http", { url: "http://backend.example.net/wx" }, "sources[0].relay.url must be https."],
  ["a private address", { url: "https://10.0.0.7/wx" }, "sources[0].relay.url is a private address."],
  ["this machine", { url: "http://localhost:3000/wx" }, "sources[0].relay.url is a private address."],
  ["a password in it", { url: "https://a:b@backend.example.net/wx" }, "sources[0].relay.url must have no name or"],
  ["longer than three deliveries", { url, timeout: "15s" }, "sources[0].relay.timeout must be a time from 1s to 14s."],
  [
    "the service itself",
    { url: `${good.origin}/wechat/wx0123456789abcdef/push` },
    "sources[0].relay.url is this service's own server URL.",
  ],
])("%s is refused with what to do", (_what, relay, message) => {
  expect(problems({ relay })).toEqual([expect.stringContaining(message)]);
});

test("a source without pushes has nothing to pass on", () => {
  const website = { kind: "website", token: undefined, aesKey: undefined, mode: undefined };
  expect(problems({ ...website, relay: { url } })).toEqual([
    expect.stringContaining("sources[0].relay needs the source's `token`"),
  ]);
});
