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

/** A `Cookie` header in which the provider finds this session of ours, and none that a browser made up. */
export function withSession(cookies: string | undefined, origin: string, sessionId: string | undefined): string {
  const { session } = cookieNames(origin);
  const others = (cookies ?? "")
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "" && nameOf(cookie) !== session);
  return [...others, ...(sessionId === undefined ? [] : [`${session}=${sessionId}`])].join("; ");
}

/** What the provider sets, without its session: a browser has ours. */
export const withoutSession = (origin: string, set: readonly string[]): string[] =>
  set.filter((cookie) => nameOf(cookie).replace(/\.sig$/, "") !== cookieNames(origin).session);

const nameOf = (cookie: string): string => (cookie.split("=", 1)[0] ?? "").trim();
