import { expect, test } from "vitest";
import { createConnectionLimiter, ofAddress } from "../../src/http/connection-limiter.ts";
import { networkOf } from "../../src/login/ip-prefix.ts";

test.each([
  ["2001:db8::1", "2001:0DB8:0:0:ffff::2", "2001:0db8::"],
  ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207", "0:0:0:0:0:FFFF:192.0.2.7"],
  ["fe80::1", "fe80::2%eth0", "FE80:0000::3"],
])("%s and its other spellings are one network", (...addresses) => {
  expect(new Set(addresses.map(networkOf)).size).toBe(1);
});

test("neighbours stay apart: another IPv4 address, another /64", () => {
  const addresses = ["192.0.2.7", "192.0.2.8", "2001:db8::1", "2001:db8:0:1::1", "::ffff:192.0.2.9"];
  expect(new Set(addresses.map(networkOf)).size).toBe(addresses.length);
});

test("who has a /64 has the places of one address, and not one more", () => {
  const limiter = createConnectionLimiter();
  const acquired = Array.from({ length: 20 }, (_, at) => limiter.acquire(ofAddress(`2001:db8::${at + 1}`, 5)));
  expect(acquired.filter((release) => release !== undefined)).toHaveLength(5);
  expect(limiter.acquire(ofAddress("2001:db8:0:1::1", 5))).toBeDefined();
});
