import { spaced } from "../../domain/chat-code.ts";
import { hashInvitation, invitationLifetime, newInvitationCode } from "../../domain/invitation.ts";
import type { LoginContext } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { publishAndSend } from "../transition/effect.ts";
import type { By } from "./end-sessions.ts";

/** An invitation, told this once. */
export interface NewInvitation {
  /** As people read it: `K7QM-2XZT-9FPA`. */
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Makes a code by which one new WeChat comes to the account, in the place of one that was made before; undefined where
 * there is no such account. The account's WeChats are told.
 */
export async function invite(
  setup: LoginContext,
  accountId: string,
  { actor }: By,
): Promise<NewInvitation | undefined> {
  const code = newInvitationCode(setup.random);
  const made = await setup.store.transact(async (stores) => {
    const { accounts, invitations, audit, now } = stores;
    if (!(await accounts.get(accountId))) return undefined;
    const expiresAt = now + invitationLifetime;
    await invitations.insert({ hash: hashInvitation(setup.key, code), accountId, createdAt: now, expiresAt });
    await audit.append({ actor, action: "account.invited", accountId, after: { expiresAt } }, now);
    return { expiresAt, effect: await notify(setup, stores, { kind: "invited", accountId }) };
  });
  if (!made) return undefined;
  await publishAndSend(setup, made.effect);
  return { code: spaced(code), expiresAt: made.expiresAt };
}
