import { expect, test } from "vitest";
import { networkOf } from "../../src/base/ip-network.ts";
import { createConnectionLimiter, ofAddress } from "../../src/http/connection-limiter.ts";

test.each([
  ["2001:db8::1", "2001:0DB8:0:0:ffff::2", "2001:0db8::"],
  ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207", "0:0:0:0:0:FFFF:192.0.2.7"],
  ["fe80::1", "fe80::2%eth0", "FE80:0000::3"],
  ["64:ff9b::192.0.2.7", "64:ff9b::c000:207", "0064:FF9B:0::"],
])("%s and its other spellings are one network", (...addresses) => {
  expect(new Set(addresses.map(networkOf)).size).toBe(1);
});

test("neighbours stay apart: another IPv4 address, another /64", () => {
  const addresses = ["192.0.2.7", "192.0.2.8", "2001:db8::1", "2001:db8:0:1::1", "::ffff:192.0.2.9"];
  expect(new Set(addresses.map(networkOf)).size).toBe(addresses.length);
});

test.each(["unknown", "unix:/run/a.sock", "1:2:3", "::g"])(
  "%s is no address, and no other text is counted with it",
  (text) => {
    expect(networkOf(text)).toBe(text);
  },
);

test("a client with a /64 gets the slots of one address, and not one more", () => {
  const limiter = createConnectionLimiter();
  const acquired = Array.from({ length: 20 }, (_, at) => limiter.acquire(ofAddress(`2001:db8::${at + 1}`, 5)));
  expect(acquired.filter((release) => release !== undefined)).toHaveLength(5);
  expect(limiter.acquire(ofAddress("2001:db8:0:1::1", 5))).toBeDefined();
});
