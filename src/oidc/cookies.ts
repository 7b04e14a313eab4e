/** The provider's cookies. `__Secure-`, not `__Host-`: the provider binds two of them to paths. */
export const cookieNames = (origin: string) => {
  const prefix = origin.startsWith("https:") ? "__Secure-" : "";
  return {
    interaction: `${prefix}saoma_interaction`,
    resume: `${prefix}saoma_resume`,
    // Never leaves this process: see `withSession`.
    session: "saoma_openid_session",
  };
};

/** Returns a `Cookie` header that names this session to the provider, without any session cookie that the browser sent. */
export const withSession = (cookies: string | undefined, origin: string, sessionId: string | undefined): string =>
  withCookie(cookies, cookieNames(origin).session, sessionId);

/**
 * Returns a `Cookie` header in which this cookie has this value alone. Of several cookies with one name, or of a quoted
 * one, the provider might otherwise read a value that was not checked.
 */
export function withCookie(cookies: string | undefined, name: string, value: string | undefined): string {
  const others = (cookies ?? "")
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "" && nameOf(cookie) !== name);
  return [...others, ...(value === undefined ? [] : [`${name}=${value}`])].join("; ");
}

/** The cookies that the provider sets, without its session's: the browser has ours. */
export const withoutSession = (origin: string, set: readonly string[]): string[] =>
  set.filter((cookie) => nameOf(cookie).replace(/\.sig$/, "") !== cookieNames(origin).session);

const nameOf = (cookie: string): string => (cookie.split("=", 1)[0] ?? "").trim();
