// Submits a code that the chat gave a person and that they typed into the page.
import { networkOf } from "../../base/ip-network.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { hasEnded } from "../../domain/attempt-deadline.ts";
import { chatCodeLifetime, guessesPerAddress, hashChatCode, readChatCode } from "../../domain/chat-code.ts";
import type { Proof } from "../../domain/claim.ts";
import { SaomaError } from "../../domain/errors.ts";
import { afterScan, askedPurpose, policyFor } from "../../domain/policy.ts";
import type { Hit } from "../../ports/limits.ts";
import type { Stores } from "../../ports/store.ts";
import type { LoginContext } from "../context.ts";
import { writeTransition } from "../transition/apply.ts";
import type { SideEffects } from "../transition/effect.ts";
import { firstSignIn } from "../transition/first-sign-in.ts";
import type { WechatProfile } from "../transition/grant.ts";
import { newPromptId } from "../transition/prompt.ts";
import { accountIdOf, resolvablePerson } from "../transition/resolve-identity.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { type UnionIdLookup, UnionIdRequired } from "../transition/union-id-lookup.ts";
import { view } from "../watch/watch.ts";

/** A code as it was typed into a page, with the client's address. All unknown addresses share one limit. */
export interface TypedCode {
  readonly text: string;
  readonly address?: string | undefined;
}

/**
 * Submits a code from the chat for the holder of the claim: the attempt is then its person's, and granted, because
 * typing it was the confirmation. If the attempt has been answered already, it stays as it is, and the code stays
 * unused.
 */
export async function submitChatCode(
  setup: LoginContext,
  unionIds: UnionIdLookup,
  id: string,
  proof: Proof | undefined,
  entry: TypedCode,
): Promise<Attempt> {
  const attempt = await view(setup, id, proof);
  if (attempt.channel !== "official-account-code") {
    throw new SaomaError("invalid_request", { message: "This attempt takes no codes. Start one that does." });
  }
  // The chat issues these codes only for sign-ins. Other purposes need a code of the page, which the chat asks for.
  if (askedPurpose(attempt) !== "sign-in") {
    throw new SaomaError("invalid_request", {
      message: "A code that the chat gave signs in and does nothing else. Send this attempt's own code in the chat.",
    });
  }
  if (isAnswered(attempt)) return attempt;
  const code = readChatCode(entry.text);
  if (code === undefined) throw new SaomaError("wrong_code");
  await countGuess(setup, id, entry.address);
  const { after } = await submitOnce(setup, unionIds, id, code);
  return after;
}

function isAnswered(attempt: Attempt): boolean {
  if (hasEnded(attempt) && attempt.status !== "redeemed") throw new SaomaError("attempt_ended");
  return attempt.status !== "pending";
}

const guessesPerAttempt = 5;

/** Counts the try before the code is compared, in a transaction of its own. */
async function countGuess({ failureLimiter }: LoginContext, id: string, address: string | undefined): Promise<void> {
  allow(await failureLimiter.hit(`guess:${id}`, { times: guessesPerAttempt, per: 2 * chatCodeLifetime }));
  // This limit is in the database, too, so that the chance of a right guess does not rise with the number of instances.
  allow(await failureLimiter.hit(`guess:${networkOf(address)}`, { times: guessesPerAddress, per: chatCodeLifetime }));
}

function allow(hit: Hit): void {
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
}

/** If the transaction needs the person's unionId, fetches it outside the transaction and submits the code again. */
async function submitOnce(
  setup: LoginContext,
  unionIds: UnionIdLookup,
  id: string,
  code: string,
  told?: WechatProfile,
): Promise<SubmittedCode> {
  try {
    return await transactAndPublish(setup, (stores) => takeCode(setup, stores, id, code, told));
  } catch (error) {
    if (!(error instanceof UnionIdRequired) || told) throw error;
    return submitOnce(setup, unionIds, id, code, await unionIds.ask(error));
  }
}

interface SubmittedCode {
  readonly after: Attempt;
  readonly effect: SideEffects;
}

async function takeCode(
  setup: LoginContext,
  stores: Stores,
  id: string,
  code: string,
  told?: WechatProfile,
): Promise<SubmittedCode> {
  const before = await stores.attempts.get(id);
  const application = before && setup.applications.get(before.applicationId);
  if (!before || !application) throw new SaomaError("attempt_not_found");
  const now = advance(before, { type: "tick" }, stores.now).attempt;
  if (isAnswered(now)) return { after: now, effect: {} };
  const { appid } = before;
  const openId = await stores.chatCodes.take(appid, hashChatCode(setup.key, appid, code), id, stores.now);
  if (openId === undefined) throw new SaomaError("wrong_code");
  const seen = resolvablePerson(setup, appid, openId, told ?? {});
  const newcomer = (await accountIdOf(stores, seen)) === undefined;
  const first = await firstSignIn(stores, before, seen);
  const policy = policyFor(before, application.policy);
  const next = afterScan({ ...policy, confirm: "never" }, { newcomer, knownBrowser: false });
  const event = { type: "scan", openId, prompt: newPromptId(setup.random), next, paired: true, ...first } as const;
  const { attempt: after, outcome } = advance(before, event, stores.now);
  return writeTransition(setup, stores, { application, openId, ...(told ? { told } : {}), before, after, outcome });
}
