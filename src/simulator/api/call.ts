// Checks, answers and logs one call of WeChat's API.
import type { Context } from "hono";
import type { Caller } from "../caller.ts";
import type { Check } from "../push/check.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import { answer } from "./answer.ts";
import { type Asked, type Endpoint, givenOf } from "./endpoint.ts";
import { WechatFailure } from "./errors.ts";
import { countCall } from "./quota/limits.ts";
import { bodyText, callerOf, formOf, parsed, requireMethod } from "./request.ts";

/** What is known about a call besides its request and response, for the log and for `rid/get`. */
export interface Known {
  body?: string;
  check?: Check;
  rid?: string;
}

export type ApiEnv = { Bindings: Caller; Variables: Known };

/** Serves one endpoint: finds the caller, checks its abilities and quota, and then runs the call. */
export const serve =
  (sim: Simulation, endpoint: Endpoint) =>
  async (c: Context<ApiEnv>): Promise<Response> => {
    const url = new URL(c.req.url);
    const byToken = endpoint.caller === undefined ? callerOf(sim, url.searchParams) : undefined;
    const asked = await askedBy(c, url, endpoint);
    const account = byToken ?? endpoint.caller?.(sim, asked);
    if (account === undefined) throw new WechatFailure(40013);
    checkMay(endpoint, account);
    if (endpoint.limits !== false) countCall(sim, account, endpoint.path, endpoint.limits);
    const result = await endpoint.act({ ...asked, sim, account });
    return result instanceof Response ? result : answer(result, endpoint.path);
  };

async function askedBy(c: Context<ApiEnv>, url: URL, endpoint: Endpoint): Promise<Asked> {
  const { method, mayBeEmpty, takesForms, keepsEmpty } = endpoint;
  if (takesForms && c.req.method === "POST") return askedByForm(c, url);
  requireMethod(c.req.raw, method);
  const text = method === "POST" ? await bodyText(c.req.raw, mayBeEmpty) : "";
  c.set("body", text);
  const fields = text === "" ? {} : parsed(text);
  const body = keepsEmpty ? fields : givenOf(fields);
  return { query: url.searchParams, body, text, ip: c.env.ip, show: (check) => c.set("check", check) };
}

async function askedByForm(c: Context<ApiEnv>, url: URL): Promise<Asked> {
  const form = await formOf(c.req.raw, (body) => c.set("body", body));
  const query = new URLSearchParams([...url.searchParams, ...form]);
  return { query, body: {}, text: "", ip: c.env.ip, show: (check) => c.set("check", check) };
}

export function mayCall({ ability, kind }: Endpoint, account: Account): boolean {
  return (
    (kind === undefined || account.kind === kind) && (ability === undefined || account.abilities.includes(ability))
  );
}

function checkMay(endpoint: Endpoint, account: Account): void {
  if (!mayCall(endpoint, account)) throw new WechatFailure(48001);
}
