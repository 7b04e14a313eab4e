import { readBody } from "../body.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import { type Fields, isFields } from "./endpoint.ts";
import { WechatFailure } from "./errors.ts";

const maxBody = 1024 * 1024;

/** The account of the `access_token` in the query; WeChat does not read it from the body. */
export function callerOf(sim: Simulation, query: URLSearchParams): Account {
  const value = query.get("access_token") ?? "";
  if (value === "") throw new WechatFailure(41001);
  const account = sim.accounts.get(sim.tokens.appidOf(value));
  if (account === undefined) throw new WechatFailure(40001);
  return account;
}

export function requireMethod(request: Request, method: "GET" | "POST"): void {
  const isGet = request.method === "GET" || request.method === "HEAD";
  if (method === "GET" && !isGet) throw new WechatFailure(43001);
  if (method === "POST" && request.method !== "POST") throw new WechatFailure(43002);
}

/** The body of a POST as text. Throws 44002 if it is empty (unless that is allowed), 47001 if it is too long. */
export async function bodyText(request: Request, mayBeEmpty = false): Promise<string> {
  const text = await readBody(request, maxBody);
  if (text === undefined) throw new WechatFailure(47001);
  if (text === "" && !mayBeEmpty) throw new WechatFailure(44002);
  return text;
}

/** The fields of a POST of a form; none for any other request. `keep` is called with the body as it was sent. */
export async function formOf(request: Request, keep: (body: string) => void): Promise<URLSearchParams> {
  const type = request.headers.get("content-type")?.toLowerCase() ?? "";
  if (request.method !== "POST" || !type.startsWith("application/x-www-form-urlencoded")) return new URLSearchParams();
  const text = await bodyText(request, true);
  keep(text);
  return new URLSearchParams(text);
}

/** The JSON object of a body. Throws 47001 for anything else. */
export function parsed(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (isFields(value)) return value;
  } catch {
    // Invalid JSON is refused below, like JSON that is not an object.
  }
  throw new WechatFailure(47001);
}
