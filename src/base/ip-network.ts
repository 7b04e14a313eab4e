/**
 * The network that an address is counted by: the IPv4 address itself, even if written as IPv6; for IPv6 its /64,
 * because one client commonly has all of it. Every spelling of an address gives the same network. A text that is not
 * an IP address is returned in lower case. Requests without a known address share one network, and so the limits of
 * one address.
 *
 * @example networkOf("2001:0DB8::1") // "2001:db8:0:0"
 */
export function networkOf(address: string | undefined): string {
  if (!address) return "unknown";
  const [text = ""] = address.toLowerCase().split("%"); // without the zone of a link-local address
  const url = `http://[${text}]`;
  if (!text.includes(":") || !URL.canParse(url)) return text;
  const groups = groupsOf(new URL(url).hostname.slice(1, -1));
  const isIpv4 = groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
  return isIpv4 ? ipv4Of(groups) : groups.slice(0, 4).join(":");
}

/**
 * The wider network of an address. It tells a person roughly where they signed in: an IPv4 address's /24, an IPv6
 * address's /48.
 * @example coarseNetworkOf("203.0.113.7") // "203.0.113.0/24"
 */
export function coarseNetworkOf(address: string): string {
  const network = networkOf(address);
  if (network.includes(":")) return `${network.split(":").slice(0, 3).join(":")}::/48`;
  return network.replace(/^(\d+\.\d+\.\d+)\.\d+$/, "$1.0/24");
}

/** The eight groups of an IPv6 address as `URL` writes it: `::` stands for zeros, and groups have no leading zeros. */
function groupsOf(address: string): string[] {
  const [head = [], tail = []] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  return [...head, ...Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
}

const ipv4Of = (groups: readonly string[]): string =>
  groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");
