import type { LoginEvent } from "../events.ts";

/** Names as they are on the wire. */
const wireNames: Readonly<Record<string, string>> = { openId: "openid", unionId: "unionid" };

/** Which browser it is, and what its session is known by, nobody needs to know. */
const left: ReadonlySet<string> = new Set(["tokenHash", "browserHash", "refresh"]);

/** What an event says, as JSON: times are RFC 3339, names those of the API. */
export const eventData = ({ data }: LoginEvent): Readonly<Record<string, unknown>> => onWire(data);

function onWire(data: object): Readonly<Record<string, unknown>> {
  const told = Object.entries(data).filter(([name, value]) => !left.has(name) && value !== undefined);
  return Object.fromEntries(told.map(([name, value]) => [wireNames[name] ?? name, valueOnWire(name, value)]));
}

function valueOnWire(name: string, value: unknown): unknown {
  if (typeof value === "number" && /^at$|At$/.test(name)) return new Date(value).toISOString();
  return typeof value === "object" && value !== null && !Array.isArray(value) ? onWire(value) : value;
}
