import { readBody } from "../body.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import { WechatFailure } from "./errors.ts";

const maxBody = 1024 * 1024;

/** The account whose `access_token` the query carries: never read from the body. */
export function callerOf(sim: Simulation, url: URL): Account {
  const value = url.searchParams.get("access_token") ?? "";
  if (value === "") throw new WechatFailure(41001);
  const account = sim.accounts.get(sim.tokens.appidOf(value));
  if (account === undefined) throw new WechatFailure(40001);
  return account;
}

/** The JSON object of a POST. Throws 43002, 44002 or 47001. */
export async function jsonBody(request: Request): Promise<Record<string, unknown>> {
  if (request.method !== "POST") throw new WechatFailure(43002);
  const text = await readBody(request, maxBody);
  if (text === undefined) throw new WechatFailure(47001);
  if (text === "") throw new WechatFailure(44002);
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new WechatFailure(47001);
  return value as Record<string, unknown>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WechatFailure(47001);
  }
}

export function requireGet(request: Request): void {
  if (request.method !== "GET" && request.method !== "HEAD") throw new WechatFailure(43001);
}
