import { type Attempt, advance, hasEnded } from "../domain/attempt.ts";
import { chatCodeLifetime, guessesPerAddress, hashChatCode, readChatCode } from "../domain/chat-code.ts";
import type { Proof } from "../domain/claim.ts";
import { SaomaError } from "../domain/errors.ts";
import { afterScan, policyFor } from "../domain/policy.ts";
import type { Hit } from "../ports/limits.ts";
import type { Stores } from "../ports/store.ts";
import { networkOf } from "./address.ts";
import { type Effect, letOut } from "./effect.ts";
import { sightingOf, type Told } from "./grant.ts";
import { accountIdOf } from "./identify.ts";
import { newPrompt } from "./prompt.ts";
import { keep } from "./settle.ts";
import type { Setup } from "./setup.ts";
import { AskFirst, type UnionIds } from "./union-ids.ts";
import { view } from "./watch.ts";

/** What was typed into a page, and from where; an unknown address is not limited. */
export interface Entry {
  readonly text: string;
  readonly address?: string | undefined;
}

/**
 * Takes a code that the chat gave, for the claim's holder: the attempt is its person's then, and granted, because
 * typing it was the act. Where somebody has answered the attempt already, it stays as it is and the code unused.
 */
export async function enterCode(
  setup: Setup,
  unionIds: UnionIds,
  id: string,
  proof: Proof | undefined,
  entry: Entry,
): Promise<Attempt> {
  const attempt = await view(setup, id, proof);
  if (attempt.channel !== "official-account-code") {
    throw new SaomaError("invalid_request", { message: "This attempt takes no codes. Start one that does." });
  }
  // The chat gives its codes in the words of a sign-in; whoever asks for more shows its own code, which asks in the chat.
  if (attempt.purpose !== "sign-in") {
    throw new SaomaError("invalid_request", {
      message: "A code that the chat gave signs in and does nothing else. Send this attempt's own code in the chat.",
    });
  }
  if (isAnswered(attempt)) return attempt;
  const code = readChatCode(entry.text);
  if (code === undefined) throw new SaomaError("wrong_code");
  await limit(setup, id, entry.address);
  const { after, effect } = await takeOnce(setup, unionIds, id, code);
  letOut(setup, effect);
  return after;
}

function isAnswered(attempt: Attempt): boolean {
  if (hasEnded(attempt) && attempt.status !== "redeemed") throw new SaomaError("attempt_ended");
  return attempt.status !== "pending";
}

const guessesPerAttempt = 5;

/** Counted before it is looked at, and kept whatever comes of it. */
async function limit({ tries, limits }: Setup, id: string, address: string | undefined): Promise<void> {
  allow(await tries.hit(`guess:${id}`, { times: guessesPerAttempt, per: 2 * chatCodeLifetime }));
  if (address === undefined) return;
  allow(await limits.hit(`guess:${networkOf(address)}`, { times: guessesPerAddress, per: chatCodeLifetime }));
}

function allow(hit: Hit): void {
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
}

/** Where the person would be let in unasked for, it is done again, by what WeChat says of them. */
async function takeOnce(setup: Setup, unionIds: UnionIds, id: string, code: string, told?: Told): Promise<Taken> {
  try {
    return await setup.store.transact((stores) => take(setup, stores, id, code, told));
  } catch (error) {
    if (!(error instanceof AskFirst) || told) throw error;
    return takeOnce(setup, unionIds, id, code, await unionIds.ask(error));
  }
}

interface Taken {
  readonly after: Attempt;
  readonly effect: Effect;
}

async function take(setup: Setup, stores: Stores, id: string, code: string, told?: Told): Promise<Taken> {
  const before = await stores.attempts.get(id);
  const application = before && setup.applications.get(before.applicationId);
  if (!before || !application) throw new SaomaError("attempt_not_found");
  const now = advance(before, { type: "tick" }, stores.now).attempt;
  if (isAnswered(now)) return { after: now, effect: {} };
  const { appid } = before;
  const openId = await stores.chatCodes.take(appid, hashChatCode(setup.key, appid, code), id, stores.now);
  if (openId === undefined) throw new SaomaError("wrong_code");
  const newcomer = (await accountIdOf(stores, sightingOf(setup, appid, openId, told ?? {}))) === undefined;
  const policy = policyFor(before.purpose, application.policy);
  const next = afterScan({ ...policy, confirm: "never" }, { newcomer, knownBrowser: false });
  const event = { type: "scan", openId, prompt: newPrompt(setup.random), next } as const;
  const { attempt: after, outcome } = advance(before, event, stores.now);
  return keep(setup, stores, { application, openId, ...(told ? { told } : {}), before, after, outcome });
}
