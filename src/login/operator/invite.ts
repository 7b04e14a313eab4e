import { spaced } from "../../domain/chat-code.ts";
import { hashInvitation, invitationLifetime, newInvitationCode } from "../../domain/invitation.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { transactAndSend } from "../transition/transact.ts";
import type { By } from "./end-sessions.ts";

/** An invitation. Its code is returned only here. */
export interface NewInvitation {
  /** The code as people read it: `K7QM-2XZT-9FPA`. */
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Creates an invitation, by which one new WeChat can be added to the account. It replaces an earlier one. Returns
 * undefined if there is no such account. The account's people are notified.
 */
export async function invite(
  setup: LoginContext,
  accountId: string,
  { actor }: By,
): Promise<NewInvitation | undefined> {
  const code = newInvitationCode(setup.random);
  const { expiresAt } = await transactAndSend(setup, async (stores) => {
    const { accounts, invitations, audit, now } = stores;
    if (!(await accounts.get(accountId))) return { expiresAt: undefined, effect: {} };
    const expiresAt = now + invitationLifetime;
    await invitations.insert({ hash: hashInvitation(setup.key, code), accountId, createdAt: now, expiresAt });
    await audit.append({ actor, action: "account.invited", accountId, after: { expiresAt } }, now);
    return { expiresAt, effect: await notify(setup, stores, { kind: "invited", accountId }) };
  });
  return expiresAt === undefined ? undefined : { code: spaced(code), expiresAt };
}
