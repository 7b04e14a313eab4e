import { isIP } from "node:net";
import { z } from "zod";
import { isPrivate } from "../../adapters/outgoing/private-address.ts";
import { english } from "../../base/english.ts";
import type { ConfigProblem } from "./config-error.ts";
import { isLoopback } from "./values.ts";

/** What is wrong with an address, which must be https or loopback; undefined if nothing is. */
export function uriFault(value: string): string | undefined {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol))
    return english`must be an address, as in https://app.example.com/callback.`;
  if (url.hash !== "" || value.includes("#")) return english`must have no fragment.`;
  if (url.username || url.password) return english`must have no name or password in it.`;
  if (value.includes("*")) return english`must be one whole address: there are no wildcards.`;
  if (url.protocol === "https:" || isLoopback(url.hostname)) return undefined;
  return english`must be https: an attacker on the network could sign in as anyone. http is for loopback.`;
}

/** The address of a server of the operator that Saoma calls. */
export const serverAddress = z
  .string()
  .max(2048)
  .check(({ value, issues }) => {
    const url = URL.parse(value);
    const isHttp = url?.protocol === "http:" && uriFault(value.replace(/^http:/i, "https:")) === undefined;
    const fault = isHttp ? undefined : uriFault(value);
    if (fault) issues.push({ code: "custom", message: fault, input: value });
  });

/** A private address needs `allowPrivate: true`. Plain http is allowed for private addresses only. */
export function privacyProblems(path: string, address: unknown, allowPrivate: unknown): ConfigProblem[] {
  if (typeof address !== "string" || allowPrivate === true) return [];
  const url = URL.parse(address);
  const host = url?.hostname.replace(/^\[(.*)\]$/, "$1") ?? "";
  const isNamed = isLoopback(url?.hostname ?? "") || (isIP(host) !== 0 && isPrivate(host));
  if (isNamed) return [{ path, message: english`is a private address. Set allowPrivate: true where that is meant.` }];
  if (url?.protocol !== "http:") return [];
  return [{ path, message: english`must be https. http is for private addresses, with allowPrivate: true.` }];
}
