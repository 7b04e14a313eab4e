import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";

/** The client's address, from the socket's and the value of `X-Forwarded-For`. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string;

/** The maximum number of entries of `X-Forwarded-For` that are read, from the right. */
const maxHops = 32;

/**
 * The client's address, from `X-Forwarded-For` of the trusted proxies only. It is the right-most address that is not a
 * trusted proxy's: everything further left was written by the client itself. Entries from the first invalid one on are
 * ignored.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusted = addressList(trustedProxies);
  return (peer, forwardedFor) => {
    let client = plainAddress(peer ?? "") ?? "unknown";
    for (const entry of (forwardedFor ?? "").split(",").slice(-maxHops).reverse()) {
      if (!trusted(client)) return client;
      const before = plainAddress(withoutPort(entry.trim()));
      if (before === undefined) return client;
      client = before;
    }
    return client;
  };
}

/** Whether an address is in a list of addresses and ranges. */
export function addressList(ranges: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", prefix] = range.split("/");
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return (address = "") => isIP(address) !== 0 && list.check(address, familyOf(address));
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIPv6(address) ? "ipv6" : "ipv4");

/** Normalizes an address: an IPv4 address that a dual-stack socket shows as IPv6 becomes IPv4. */
function plainAddress(text: string): string | undefined {
  const address = text.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  return isIP(address) === 0 ? undefined : address.toLowerCase();
}

/** Some proxies write the client's port too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (entry: string): string =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;

/** The client's address of Node's requests. */
export type RequestAddress = (request: Pick<IncomingMessage, "socket" | "headers">) => string;

export function createRequestAddress(trustedProxies: readonly string[]): RequestAddress {
  const addressOf = createClientAddress(trustedProxies);
  return ({ socket, headers }) => addressOf(socket.remoteAddress, joined(headers["x-forwarded-for"]));
}

/** Node joins repeated headers, but its types do not say so. */
export const joined = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(",") : value;
