// Handles a browser that returns from WeChat's OAuth page with a code.
import { createSingleFlight } from "../../base/single-flight.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt, DeclineReason } from "../../domain/attempt.ts";
import { SaomaError } from "../../domain/errors.ts";
import { sceneOfState } from "../../domain/oauth-state.ts";
import { afterScan, policyFor } from "../../domain/policy.ts";
import type { Stores } from "../../ports/store.ts";
import { channels } from "../channels/registry.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import { save, writeTransition } from "../transition/apply.ts";
import type { SideEffects } from "../transition/effect.ts";
import { firstSignIn } from "../transition/first-sign-in.ts";
import { accountIdOf, resolvablePerson } from "../transition/resolve-identity.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { isHolder } from "../watch/watch.ts";
import { exchangeCode, type WechatUser } from "./exchange-code.ts";

/** A browser's request after WeChat's page, with the browser secret. */
export interface OauthCallback {
  /** The appid in the path of the request. */
  readonly appid: string;
  readonly code: string;
  readonly state: string;
  readonly browserSecret: string | undefined;
}

/** `snapshot`: WeChat opened the page in snapshot mode (快照页), without a real user; the attempt stays pending. */
export type CallbackResult =
  | { readonly outcome: "granted" | "phone_required"; readonly attempt: Attempt }
  | { readonly outcome: "declined"; readonly reason: DeclineReason; readonly attempt: Attempt }
  | { readonly outcome: "snapshot" };

/**
 * Exchanges WeChat's code and grants the attempt, or moves it to `phone_required`, for the browser that started it. A
 * repeated callback has no further effect.
 * Fails with `attempt_not_found` before calling WeChat if state, source and browser do not match; with `attempt_ended`,
 * `code_refused`, and `channel_unavailable` if WeChat does not answer.
 */
export type HandleCallback = (cameBack: OauthCallback) => Promise<CallbackResult>;

export function createHandleCallback(setup: LoginContext): HandleCallback {
  const callbacks = createSingleFlight<CallbackResult>();
  return async (cameBack) => {
    const attempt = await attemptOfState(setup, cameBack);
    if (attempt.status !== "pending") return resultOf(attempt);
    return callbacks.run(`${attempt.id} ${cameBack.code}`, () => handleCallback(setup, attempt, cameBack));
  };
}

/** The attempt of this state, for its own browser. Any other browser gets the same error as for an unknown state. */
async function attemptOfState(
  { store }: LoginContext,
  { appid, state, browserSecret }: OauthCallback,
): Promise<Attempt> {
  const stored = await store.read.attemptByScene(appid, sceneOfState(state));
  const isOurs = stored && channels[stored.channel].byRedirect && browserSecret && isHolder(stored, { browserSecret });
  if (!isOurs) throw new SaomaError("attempt_not_found");
  return advance(stored, { type: "tick" }, store.now()).attempt;
}

/** The result for an attempt that has been answered already. */
function resultOf(attempt: Attempt): CallbackResult {
  if (attempt.status === "granted" || attempt.status === "redeemed") return { outcome: "granted", attempt };
  if (attempt.status === "phone_required") return { outcome: "phone_required", attempt };
  if (attempt.status === "declined") return { outcome: "declined", reason: attempt.reason ?? "by_person", attempt };
  throw new SaomaError("attempt_ended");
}

/** How many codes one attempt may try. Each one costs a call to WeChat. */
const tries = { times: 10, per: 600_000 };

async function handleCallback(setup: LoginContext, attempt: Attempt, { code }: OauthCallback): Promise<CallbackResult> {
  const source = setup.sources.get(attempt.appid);
  const application = setup.applications.get(attempt.applicationId);
  if (!source || !application) throw new SaomaError("attempt_ended");
  const hit = await setup.limits.hit(`oauth:${attempt.id}`, tries);
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
  const user = await exchangeCode(setup, source, code).catch((error: unknown) =>
    resultElsewhere(setup, attempt, error),
  );
  if ("outcome" in user) return user;
  if (user.isSnapshot) return { outcome: "snapshot" };
  const { after } = await transactAndPublish(setup, (stores) =>
    grantToUser(setup, stores, { source, application, attempt, visitor: user }),
  );
  return resultOf(after);
}

/** Another instance may have used this code a moment ago, for the same attempt. */
async function resultElsewhere({ store }: LoginContext, { id }: Attempt, error: unknown): Promise<CallbackResult> {
  const now = error instanceof SaomaError && error.code === "code_refused" ? await store.read.attempt(id) : undefined;
  if (now && now.status !== "pending") return resultOf(now);
  throw error;
}

interface GrantedUser {
  readonly source: Source;
  readonly application: Application;
  readonly attempt: Attempt;
  readonly visitor: WechatUser;
}

/** Scan and confirm in one step: the person has consented on WeChat's page. */
async function grantToUser(
  setup: LoginContext,
  stores: Stores,
  { source, application, attempt: { id }, visitor }: GrantedUser,
): Promise<{ after: Attempt; effect: SideEffects }> {
  const { openId, told } = visitor;
  const before = await stores.attempts.get(id);
  if (!before) throw new SaomaError("attempt_not_found");
  const seen = resolvablePerson(setup, source.appid, openId, told);
  const newcomer = (await accountIdOf(stores, seen)) === undefined;
  const first = await firstSignIn(stores, before, seen);
  const policy = policyFor(before, application.policy);
  const next = afterScan({ ...policy, confirm: "never" }, { newcomer, knownBrowser: false });
  const { attempt: after, outcome } = advance(before, { type: "scan", openId, next, ...first }, stores.now);
  if (outcome === "moved") return writeTransition(setup, stores, { application, openId, told, before, after, outcome });
  if (after !== before) await save(stores, before, after);
  if (outcome === "taken") throw new SaomaError("attempt_ended");
  return { after, effect: { hints: after === before ? [] : [id] } };
}
