import { BlockList, isIPv6 } from "node:net";
import { english } from "../../base/english.ts";

/** Networks without hosts on the internet. */
const inside = (
  [
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["fc00::", 7],
  ] as const
).map(([network, prefix]) => {
  const list = new BlockList();
  list.addSubnet(network, prefix, familyOf(network));
  return { list, prefix };
});

/** A list with a wider public network contains strangers' hosts. */
const widest = { ipv4: 8, ipv6: 16 } as const;

/**
 * Why a list of trusted proxies is too wide: a client in it can choose the address by which it is limited. Empty if the
 * list is narrow enough.
 */
export function wideProxies(ranges: readonly string[]): string[] {
  return (["ipv4", "ipv6"] as const).flatMap((family) => {
    const covered = shareOf(ranges.filter((range) => familyOf(range) === family));
    if (covered < 2 ** -widest[family]) return [];
    const percent = Math.min(100, covered * 100).toFixed(covered < 0.01 ? 2 : 0);
    const name = family === "ipv4" ? "IPv4" : "IPv6";
    return [
      english`trustedProxies covers ${percent} % of all ${name} addresses: a client at one of them can forge X-Forwarded-For and evade every rate limit. List only your own proxies`,
    ];
  });
}

function familyOf(range: string): "ipv4" | "ipv6" {
  return isIPv6(addressOf(range)) ? "ipv6" : "ipv4";
}

function addressOf(range: string): string {
  return range.split("/")[0] ?? "";
}

/** How much of its family's addresses a list covers at most. */
const shareOf = (ranges: readonly string[]): number =>
  [...new Set(ranges)].map(sizeOf).reduce((sum, share) => sum + share, 0);

function sizeOf(range: string): number {
  const family = familyOf(range);
  const prefix = Number(range.split("/")[1] ?? (family === "ipv4" ? 32 : 128));
  const isInside = inside.some((one) => prefix >= one.prefix && one.list.check(addressOf(range), family));
  return isInside ? 0 : 2 ** -prefix;
}
