/** Whether each `%` begins an encoded character of UTF-8. */
export function isPercentEncoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/** Whether a host is this machine, so that nobody is on the way. */
export const isLocalHost = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
