import { type Attempt, advance, type DeclineReason } from "../domain/attempt.ts";
import { SaomaError } from "../domain/errors.ts";
import { sceneOfState } from "../domain/oauth-state.ts";
import { afterScan, policyFor } from "../domain/policy.ts";
import type { Stores } from "../ports/store.ts";
import { channels } from "./channels/channel.ts";
import { type Effect, letOut } from "./effect.ts";
import { sightingOf } from "./grant.ts";
import { accountIdOf } from "./identify.ts";
import { keep, save } from "./settle.ts";
import type { Application, Setup, Source } from "./setup.ts";
import { type Visitor, visitorOf } from "./visitor.ts";
import { isHolder } from "./watch.ts";

/** What a browser brings back from WeChat, with the secret by which it is known here. */
export interface CameBack {
  /** Of the address it was sent to. */
  readonly appid: string;
  readonly code: string;
  readonly state: string;
  readonly browserSecret: string | undefined;
}

/** `snapshot`: WeChat showed the page to nobody in particular, and the attempt waits on. */
export type Arrival =
  | { readonly outcome: "granted" | "phone_required"; readonly attempt: Attempt }
  | { readonly outcome: "declined"; readonly reason: DeclineReason; readonly attempt: Attempt }
  | { readonly outcome: "snapshot" };

/**
 * Turns WeChat's code into a granted attempt, or one that asks for a phone, for the browser that began it. Coming back twice is coming back once.
 * Fails with `attempt_not_found` where state, source and browser do not belong together, before WeChat is asked;
 * with `attempt_ended`, `code_refused`, and `channel_unavailable` where WeChat does not answer.
 */
export type ComeBack = (cameBack: CameBack) => Promise<Arrival>;

export function createComeBack(setup: Setup): ComeBack {
  const running = new Map<string, Promise<Arrival>>();
  return async (cameBack) => {
    const attempt = await heldBy(setup, cameBack);
    if (attempt.status !== "pending") return arrivalOf(attempt);
    const key = `${attempt.id} ${cameBack.code}`;
    const before = running.get(key);
    if (before) return before;
    const arriving = arrive(setup, attempt, cameBack).finally(() => running.delete(key));
    running.set(key, arriving);
    return arriving;
  };
}

/** The attempt of this state, as its own browser's; nobody else is told that there is one. */
async function heldBy({ store }: Setup, { appid, state, browserSecret }: CameBack): Promise<Attempt> {
  const stored = await store.read.attemptByScene(appid, sceneOfState(state));
  const isOurs = stored && channels[stored.channel].byRedirect && browserSecret && isHolder(stored, { browserSecret });
  if (!isOurs) throw new SaomaError("attempt_not_found");
  return advance(stored, { type: "tick" }, store.now()).attempt;
}

/** What to say of an attempt that its person has been at before. */
function arrivalOf(attempt: Attempt): Arrival {
  if (attempt.status === "granted" || attempt.status === "redeemed") return { outcome: "granted", attempt };
  if (attempt.status === "phone_required") return { outcome: "phone_required", attempt };
  if (attempt.status === "declined") return { outcome: "declined", reason: attempt.reason ?? "by_person", attempt };
  throw new SaomaError("attempt_ended");
}

/** Codes that one attempt may try: each costs a call of WeChat's. */
const tries = { times: 10, per: 600_000 };

async function arrive(setup: Setup, attempt: Attempt, { code }: CameBack): Promise<Arrival> {
  const source = setup.sources.get(attempt.appid);
  const application = setup.applications.get(attempt.applicationId);
  if (!source || !application) throw new SaomaError("attempt_ended");
  const hit = await setup.limits.hit(`oauth:${attempt.id}`, tries);
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
  const visitor = await visitorOf(setup, source, code).catch((error: unknown) => faster(setup, attempt, error));
  if ("outcome" in visitor) return visitor;
  if (visitor.isSnapshot) return { outcome: "snapshot" };
  const { after, effect } = await setup.store.transact((stores) =>
    enter(setup, stores, { source, application, attempt, visitor }),
  );
  letOut(setup, effect);
  return arrivalOf(after);
}

/** A code that was used a moment ago may have been so by another instance, for this same attempt. */
async function faster({ store }: Setup, { id }: Attempt, error: unknown): Promise<Arrival> {
  const now = error instanceof SaomaError && error.code === "code_refused" ? await store.read.attempt(id) : undefined;
  if (now && now.status !== "pending") return arrivalOf(now);
  throw error;
}

interface Entry {
  readonly source: Source;
  readonly application: Application;
  readonly attempt: Attempt;
  readonly visitor: Visitor;
}

/** WeChat's consent is the scan and the confirm in one. */
async function enter(
  setup: Setup,
  stores: Stores,
  { source, application, attempt: { id }, visitor }: Entry,
): Promise<{ after: Attempt; effect: Effect }> {
  const { openId, told } = visitor;
  const before = await stores.attempts.get(id);
  if (!before) throw new SaomaError("attempt_not_found");
  const newcomer = (await accountIdOf(stores, sightingOf(setup, source.appid, openId, told))) === undefined;
  const policy = policyFor(before.purpose, application.policy);
  const next = afterScan({ ...policy, confirm: "never" }, { newcomer, knownBrowser: false });
  const { attempt: after, outcome } = advance(before, { type: "scan", openId, next }, stores.now);
  if (outcome === "moved") return keep(setup, stores, { application, openId, told, before, after, outcome });
  if (after !== before) await save(stores, before, after);
  if (outcome === "taken") throw new SaomaError("attempt_ended");
  return { after, effect: { hints: after === before ? [] : [id] } };
}
