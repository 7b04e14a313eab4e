import type { LoginEvent } from "../events.ts";

/** The names of the API for fields with other names. */
const wireNames: Readonly<Record<string, string>> = { openId: "openid", unionId: "unionid" };

/** Fields that are left out: credentials' hashes and the browser. */
const left: ReadonlySet<string> = new Set(["tokenHash", "browserHash", "refresh"]);

/** The data of an event as JSON: times in RFC 3339, with the names of the API. */
export const eventData = ({ data }: LoginEvent): Readonly<Record<string, unknown>> => onWire(data);

function onWire(data: object): Readonly<Record<string, unknown>> {
  const told = Object.entries(data).filter(([name, value]) => !left.has(name) && value !== undefined);
  return Object.fromEntries(told.map(([name, value]) => [wireNames[name] ?? name, valueOnWire(name, value)]));
}

function valueOnWire(name: string, value: unknown): unknown {
  if (typeof value === "number" && /^at$|At$/.test(name)) return new Date(value).toISOString();
  return typeof value === "object" && value !== null && !Array.isArray(value) ? onWire(value) : value;
}
