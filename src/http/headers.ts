const always = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** The headers of every response. No response may be cached, framed, sniffed or sent on as a referrer. */
export const guardHeaders = (origin: string): Readonly<Record<string, string>> =>
  origin.startsWith("https:") ? { ...always, "Strict-Transport-Security": "max-age=31536000" } : always;
