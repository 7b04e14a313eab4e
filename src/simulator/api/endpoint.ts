import type { Check } from "../push/check.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Ability } from "../world/schema.ts";
import type { Limits } from "./quota/quota.ts";

export type Fields = Record<string, unknown>;

/** A call as it came in. */
export interface Asked {
  readonly query: URLSearchParams;
  /** The JSON object of a POST; empty for a GET. */
  readonly body: Fields;
  /** The body as it was sent. */
  readonly text: string;
  readonly ip: string;
  /** Puts a signature that was checked into the log, worked out step by step. */
  readonly show: (check: Check) => void;
}

/** A call of a known account, that may make it and has calls left. */
export interface Call extends Asked {
  readonly sim: Simulation;
  readonly account: Account;
}

/** One of WeChat's calls. What `act` gives is answered as JSON; it throws `WechatFailure` to refuse. */
export interface Endpoint {
  readonly path: string;
  readonly method: "GET" | "POST";
  /** Who may call it; the others get 48001. Default: every account. */
  readonly ability?: Ability;
  readonly kind?: Account["kind"];
  /** Whose call it is, where that is not said by an access token. */
  readonly caller?: (sim: Simulation, asked: Asked) => Account;
  /** Whether a GET may be a POST of a form, too: what it says counts as the query, which comes first. */
  readonly takesForms?: boolean;
  /** Whether a POST may come without a body, everything being in its query. */
  readonly mayBeEmpty?: boolean;
  /** Whether what a body says nothing by stays in it: a message's missing parts have errors of their own. */
  readonly keepsEmpty?: boolean;
  /** How often an account may call it, where WeChat says so; the settings come first. `false`: not counted. */
  readonly limits?: Limits | false;
  readonly act: (call: Call) => Response | object | Promise<Response | object>;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a field has a value: SDKs send empty values for missing ones, and WeChat treats those as absent. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== "" &&
  (typeof value !== "object" || Object.values(value).some(isGiven));

/** What of a body says something, at any depth. The entries of lists stay: their number does. */
export const givenOf = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (isGiven(value) ? [[name, said(value)]] : [])));

function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  return isFields(value) ? givenOf(value) : value;
}

/** The text of a field, or "" for anything that is none. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
