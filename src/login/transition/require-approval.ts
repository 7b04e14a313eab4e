import type { Identity } from "../../domain/account.ts";
import type { ApprovalQuery } from "../../domain/approval.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";

/** Until when this may be done, in milliseconds since the epoch; undefined if no WeChat of the account approved it. */
export async function approvedUntil(
  { store, freshFor }: LoginContext,
  query: ApprovalQuery,
): Promise<number | undefined> {
  const approvedAt = await store.read.approval(query, store.now() - freshFor);
  return approvedAt === undefined ? undefined : approvedAt + freshFor;
}

/** Fails with `fresh_proof_needed` if no WeChat of the account has approved this recently. */
export async function requireApproval(setup: LoginContext, query: ApprovalQuery): Promise<void> {
  if ((await approvedUntil(setup, query)) === undefined) throw new SaomaError("fresh_proof_needed");
}

/**
 * Uses the approval, at most once, and returns the identity that gave it. `grace`, in milliseconds, extends it for what
 * was begun before it expired. An identity that has left the account since approves nothing.
 */
export async function takeApproval(
  { freshFor }: Pick<LoginContext, "freshFor">,
  stores: Stores,
  query: ApprovalQuery & { readonly accountId: string },
  grace = 0,
): Promise<Identity> {
  const since = stores.now - freshFor - grace;
  const by = await stores.approvals.take(query, since, stores.now);
  const identity = by && (await stores.accounts.identity(by.appid, by.openId));
  if (identity?.accountId !== query.accountId || identity.lostAt !== undefined)
    throw new SaomaError("fresh_proof_needed");
  return identity;
}

/** The approval that a link requires. */
export const linkApproval = (sessionId: string): ApprovalQuery => ({ sessionId, action: "link", target: "" });
