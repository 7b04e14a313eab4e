import { expect, test } from "vitest";
import { addressList, createClientAddress } from "../../src/server/client-address.ts";

const proxies = ["10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48"];
const address = (peer: string | undefined, forwardedFor?: string, trusted: readonly string[] = proxies) =>
  createClientAddress(trusted)(peer, forwardedFor);

test("without proxies the client is the peer of the socket, whatever the header says", () => {
  expect(address("203.0.113.5", "198.51.100.1", [])).toBe("203.0.113.5");
  expect(address("203.0.113.5", "198.51.100.1")).toBe("203.0.113.5");
});

test("behind our proxies the client is the right-most address that is not one of them", () => {
  expect(address("10.1.1.1", "203.0.113.5")).toBe("203.0.113.5");
  expect(address("10.1.1.1", "203.0.113.5, 192.0.2.7, 10.9.9.9")).toBe("203.0.113.5");
});

test("what the client wrote into the header itself is not believed", () => {
  expect(address("10.1.1.1", "1.1.1.1, 10.0.0.1, 203.0.113.5")).toBe("203.0.113.5");
});

test("a request of the proxy itself is the proxy's", () => {
  expect(address("10.1.1.1")).toBe("10.1.1.1");
  expect(address("10.1.1.1", "10.1.1.2")).toBe("10.1.1.2");
});

test.each(["unknown", "", "203.0.113", "_hidden", "203.0.113.5.6", "<script>", "127.0.0.1;x"])(
  "the malformed entry %j is ignored, with all that is left of it",
  (entry) => {
    expect(address("10.1.1.1", `198.51.100.1, ${entry}`)).toBe("10.1.1.1");
  },
);

test("IPv4 in IPv6 is IPv4", () => {
  expect(address("::ffff:10.1.1.1", "::ffff:203.0.113.5")).toBe("203.0.113.5");
});

test("IPv6 proxies and clients are distinguished", () => {
  expect(address("2001:db8:1::9", "2001:DB8:2::1")).toBe("2001:db8:2::1");
  expect(address("fe80::1%eth0", "203.0.113.5", ["fe80::/10"])).toBe("203.0.113.5");
});

test("the ports that some proxies add are not part of the address", () => {
  expect(address("10.1.1.1", "203.0.113.5:4711")).toBe("203.0.113.5");
  expect(address("10.1.1.1", "[2001:db8:2::1]:4711")).toBe("2001:db8:2::1");
});

test("a header of thousands of entries is read from its right end only", () => {
  expect(address("10.1.1.1", `${"203.0.113.5, ".repeat(5000)}${"10.0.0.1, ".repeat(32)}10.0.0.2`)).toMatch(/^10\./);
});

test("a socket that is gone has no address", () => {
  expect(address(undefined, "203.0.113.5")).toBe("unknown");
});

test("a list knows its addresses and ranges, and no others", () => {
  const listed = addressList(proxies);
  expect(["10.255.0.1", "192.0.2.7", "2001:db8:1:ffff::1"].map(listed)).toEqual([true, true, true]);
  expect(["11.0.0.1", "192.0.2.8", "2001:db8:2::1", "x", undefined].map(listed)).toEqual(Array(5).fill(false));
});
