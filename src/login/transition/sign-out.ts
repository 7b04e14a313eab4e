import type { Session } from "../../domain/session.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";

/** Ends a session at its person's request. The browser is no longer known, unless the policy keeps it. */
export async function endBySignOut(
  { applications }: Pick<LoginContext, "applications">,
  stores: Stores,
  session: Session,
): Promise<void> {
  const { id, browserHash, accountId, applicationId } = session;
  await stores.sessions.end(id, "signed_out", stores.now);
  const { rememberBrowser } = applications.get(applicationId)?.policy ?? {};
  if (browserHash === undefined || rememberBrowser === "90d") return;
  await stores.browsers.forget({ browserHash, accountId, applicationId });
}
