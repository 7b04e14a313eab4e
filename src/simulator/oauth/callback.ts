import type { Account } from "../world/accounts.ts";

/**
 * Whether a code of this account may be sent to `uri`: its host is one of the callback domains, whole, whatever its
 * port; or (网站应用) it is one of the exact addresses, its query aside.
 */
export function mayReturnTo({ kind, callbackDomains, callbackUrls }: Account, uri: string): boolean {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false;
  if (callbackDomains.includes(url.hostname)) return true;
  return kind === "website" && callbackUrls.includes(url.href.split(/[?#]/)[0] ?? "");
}

/** The redirect with what it carries, in front of the fragment where there is one. */
export function returningTo(uri: string, parameters: Record<string, string>): string {
  const [address = "", ...fragment] = uri.split("#");
  const query = `${address.includes("?") ? "&" : "?"}${new URLSearchParams(parameters)}`;
  return [`${address}${query}`, ...fragment].join("#");
}
