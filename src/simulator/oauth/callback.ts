import type { Account } from "../world/accounts.ts";

/**
 * Whether a code of this account may be sent to `uri`: its host must equal a callback domain, with any port, or (网站应用)
 * it must be one of the exact addresses, with any query.
 */
export function mayReturnTo({ kind, callbackDomains, callbackUrls }: Account, uri: string): boolean {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false;
  if (callbackDomains.includes(url.hostname)) return true;
  return kind === "website" && callbackUrls.includes(url.href.split(/[?#]/)[0] ?? "");
}

/** The redirect with its parameters, before the fragment if there is one. */
export function returningTo(uri: string, parameters: Record<string, string>): string {
  const [address = "", ...fragment] = uri.split("#");
  const query = `${address.includes("?") ? "&" : "?"}${new URLSearchParams(parameters)}`;
  return [`${address}${query}`, ...fragment].join("#");
}
