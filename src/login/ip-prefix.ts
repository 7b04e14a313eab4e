/** An IPv4 address itself, of an IPv6 one its /64: whoever has one address of that has them all. */
export function networkOf(address: string): string {
  const [head = "", tail = ""] = address.split("::");
  if (!address.includes(":")) return address;
  const groups = head.split(":").filter((group) => group !== "");
  const missing = 8 - groups.length - tail.split(":").filter((group) => group !== "").length;
  const whole = address.includes("::") ? [...groups, ...Array<string>(Math.max(0, missing)).fill("0")] : groups;
  return whole.slice(0, 4).join(":");
}
