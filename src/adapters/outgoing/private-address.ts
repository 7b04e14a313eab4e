import { BlockList, isIP } from "node:net";

/**
 * Addresses of this machine and its networks, whose services often have no authentication: RFC 6890 and its registries.
 */
const ranges = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
  // IPv4-translated addresses (RFC 2765), and the relays of 6to4.
  "::ffff:0:0:0/96",
  "192.88.99.0/24",
];

/** Returns a function that tells whether an address is one of these, or is in one of these ranges. */
export function addressesIn(listed: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of listed) {
    const [address = "", prefix] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** Whether an address does not belong to the public internet. An IPv4 address mapped to IPv6 counts as IPv4. */
export const isPrivate = addressesIn(ranges);
