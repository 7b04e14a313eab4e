import type { Check } from "../push/check.ts";
import type { Simulation } from "../simulation.ts";
import type { Ability } from "../world/account-schema.ts";
import type { Account } from "../world/accounts.ts";
import type { Limits } from "./quota/quota.ts";

export type Fields = Record<string, unknown>;

/** A call as it was received. */
export interface Asked {
  readonly query: URLSearchParams;
  /** The JSON object of a POST; empty for a GET. */
  readonly body: Fields;
  /** The body as it was sent. */
  readonly text: string;
  readonly ip: string;
  /** Logs the check of a signature, step by step. */
  readonly show: (check: Check) => void;
}

/** A call of a known account that has the ability and quota for it. */
export interface Call extends Asked {
  readonly sim: Simulation;
  readonly account: Account;
}

/** One of WeChat's calls. The result of `act` is the JSON response; it throws `WechatFailure` to refuse. */
export interface Endpoint {
  readonly path: string;
  readonly method: "GET" | "POST";
  /** The ability that an account needs to call it; others get 48001. Default: none. */
  readonly ability?: Ability;
  readonly kind?: Account["kind"];
  /** Finds the caller, if the call does not use an access token. */
  readonly caller?: (sim: Simulation, asked: Asked) => Account;
  /** Whether the call may also be a POST of a form. The query takes precedence over the form's fields. */
  readonly takesForms?: boolean;
  /** Whether a POST may have no body, because everything is in its query. */
  readonly mayBeEmpty?: boolean;
  /** Whether empty values stay in the body: the missing parts of a message have errors of their own. */
  readonly keepsEmpty?: boolean;
  /** WeChat's documented limits of the call. The settings take precedence. `false`: not counted. */
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

/** The fields of a body without empty values, at any depth. The entries of lists stay, because their number matters. */
export const givenOf = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (isGiven(value) ? [[name, said(value)]] : [])));

function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  return isFields(value) ? givenOf(value) : value;
}

/** The text of a field; "" if it is not a text. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
