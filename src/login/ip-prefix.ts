/**
 * The network that an address is counted by: an IPv4 address itself, also where it is written as an IPv6 one, of an IPv6
 * address its /64, because whoever has one address of that has them all. Each network has one spelling, however the
 * address is written; what is no address is its own.
 */
export function networkOf(address: string): string {
  const [text = ""] = address.toLowerCase().split("%");
  if (!text.includes(":")) return text;
  const mapped = /^(?:0{0,4}:){2,5}(?:ffff:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (mapped !== undefined) return mapped;
  const groups = groupsOf(text);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return ipv4Of(groups);
  return groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":");
}

/** The eight groups of an IPv6 address; what `::` leaves out are zeros. */
function groupsOf(text: string): number[] {
  const [head = "", tail] = text.split("::");
  const read = (part: string) =>
    part
      .split(":")
      .filter((group) => group !== "")
      .map((group) => Number.parseInt(group, 16));
  const [front, back] = [read(head), read(tail ?? "")];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<number>(missing).fill(0), ...back];
}

const ipv4Of = (groups: readonly number[]): string =>
  groups
    .slice(6, 8)
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");
