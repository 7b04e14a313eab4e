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
export function withSession(cookies: string | undefined, origin: string, sessionId: string | undefined): string {
  const { session } = cookieNames(origin);
  const others = (cookies ?? "")
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "" && nameOf(cookie) !== session);
  return [...others, ...(sessionId === undefined ? [] : [`${session}=${sessionId}`])].join("; ");
}

/** The cookies that the provider sets, without its session's: the browser has ours. */
export const withoutSession = (origin: string, set: readonly string[]): string[] =>
  set.filter((cookie) => nameOf(cookie).replace(/\.sig$/, "") !== cookieNames(origin).session);

const nameOf = (cookie: string): string => (cookie.split("=", 1)[0] ?? "").trim();
