// Submits the code of an invitation on a page, before a WeChat answers.
import { networkOf } from "../../base/ip-network.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { hasEnded } from "../../domain/attempt-deadline.ts";
import type { Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import { hashInvitation, readInvitationCode } from "../../domain/invitation.ts";
import type { Hit, Limit } from "../../ports/limits.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { save } from "../transition/apply.ts";
import { attemptOf } from "../watch/watch.ts";

/** An invitation as it was typed into the page, with the client's address. All unknown addresses share one limit. */
export interface TypedInvitation {
  readonly code: string;
  readonly address?: string | undefined;
}

/**
 * Submits an invitation for the holder of the claim, before a WeChat has answered: the WeChat that answers is linked to
 * the invitation's account, once its pairing code is typed and the page redeems. Until then the invitation is unused.
 *
 * @throws {SaomaError} `wrong_invitation`, `invitation_too_early`, `attempt_answered`, and `invalid_request` where the
 * attempt cannot add a WeChat.
 */
export async function enterInvitation(
  setup: LoginContext,
  id: string,
  proof: Proof | undefined,
  { code: typed, address }: TypedInvitation,
): Promise<Attempt> {
  requireOpen(await attemptOf(setup, id, proof));
  await countGuess(setup, id, address);
  const code = readInvitationCode(typed);
  if (code === undefined) throw new SaomaError("wrong_invitation");
  const after = await setup.store.transact((stores) => note(stores, id, hashInvitation(setup.key, code)));
  setup.hints.publish(id);
  return after;
}

function requireOpen({ status, purpose, channel, ...attempt }: Attempt): void {
  if (purpose !== "sign-in") throw notBy("An invitation is for a sign-in. Start an attempt of that purpose.");
  if (channel === "open-platform") {
    throw notBy(
      "WeChat's own page adds no WeChat to an account. Use a QR or a code of an official account, or a mini-program.",
    );
  }
  if (hasEnded({ ...attempt, status, purpose, channel })) throw new SaomaError("attempt_ended");
  if (status !== "pending") throw new SaomaError("attempt_answered");
}

const notBy = (message: string): SaomaError => new SaomaError("invalid_request", { message });

async function note(stores: Stores, id: string, invitation: string): Promise<Attempt> {
  const before = await stores.attempts.get(id);
  if (!before) throw new SaomaError("attempt_not_found");
  const { attempt } = advance(before, { type: "tick" }, stores.now);
  requireOpen(attempt);
  if ((await stores.invitations.find(invitation, stores.now)) === undefined) throw await whyNot(stores, invitation);
  if (attempt.invitation === invitation) return attempt;
  const next = { ...attempt, invitation, version: attempt.version + 1 };
  await save(stores, before, next);
  return next;
}

/** Only the holder of the right code is told that it is one. */
async function whyNot({ invitations, now }: Stores, invitation: string): Promise<SaomaError> {
  const from = await invitations.inForceFrom(invitation, now);
  if (from === undefined) return new SaomaError("wrong_invitation");
  const message = `This invitation is in force from ${new Date(from).toISOString()}.`;
  return new SaomaError("invitation_too_early", { message, retryAfter: Math.ceil((from - now) / 1000) });
}

const perAttempt: Limit = { times: 5, per: 3_600_000 };
const perAddress: Limit = { times: 20, per: 3_600_000 };

/** Counts the try before the code is compared, in a transaction of its own. */
async function countGuess(
  { failureLimiter, limits }: LoginContext,
  id: string,
  address: string | undefined,
): Promise<void> {
  allow(await failureLimiter.hit(`invitation:${id}`, perAttempt));
  allow(await limits.hit(`invitation:${networkOf(address)}`, perAddress));
}

function allow(hit: Hit): void {
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
}
