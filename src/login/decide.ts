import { type Attempt, type AttemptEvent, advance, type Outcome } from "../domain/attempt.ts";
import { type ErrorCode, SaomaError } from "../domain/errors.ts";
import type { MiniProgramSession } from "../domain/mini-program.ts";
import { afterScan } from "../domain/policy.ts";
import type { Stores } from "../ports/store.ts";
import { forgetBrowser, undo } from "./confirm.ts";
import { type Effect, letOut } from "./effect.ts";
import { sightingOf } from "./grant.ts";
import { accountIdOf } from "./identify.ts";
import { callerOf, type MiniProgramCall } from "./mini-program.ts";
import { keep, save } from "./settle.ts";
import type { Application, Setup } from "./setup.ts";

/** What a person does on the mini-program's page: opens it, allows, declines. */
export type Decision = "scan" | "confirm" | "decline";

/** An attempt as its person sees it, and what they sign in to. */
export interface Asked {
  readonly application: Application;
  readonly attempt: Attempt;
}

/** What a decision needs. Of an attempt that somebody else has scanned one hears no more than that. */
export async function look(setup: Setup, call: MiniProgramCall, scene: string): Promise<Asked> {
  const caller = await callerOf(setup, call);
  return setup.store.transact(async (stores) => {
    const { application, attempt: stored } = await askedOf(setup, stores, caller, scene);
    const { attempt } = advance(stored, { type: "tick" }, stores.now);
    if ((attempt.openId ?? caller.openId) !== caller.openId) throw new SaomaError("attempt_taken");
    return { application, attempt: await seen(stores, attempt) };
  });
}

/** Does what the person does. Twice is once; the same answer comes again. */
export async function decide(setup: Setup, call: MiniProgramCall, scene: string, decision: Decision): Promise<Asked> {
  const caller = await callerOf(setup, call);
  const { asked, refusal, effect } = await setup.store.transact(async (stores) => {
    const asked = await askedOf(setup, stores, caller, scene);
    const { after, ...rest } = await act(setup, stores, caller, asked, decision);
    return { ...rest, asked: { ...asked, attempt: await seen(stores, after) } };
  });
  letOut(setup, effect);
  if (refusal) throw new SaomaError(refusal);
  return asked;
}

/** A scene of another source or channel is none: each has one purpose. */
async function askedOf(
  { applications }: Setup,
  { attempts }: Stores,
  { appid }: MiniProgramSession,
  scene: string,
): Promise<Asked> {
  const attempt = await attempts.byScene(appid, scene);
  const application = attempt && applications.get(attempt.applicationId);
  if (attempt?.channel !== "mini-program" || !application) throw new SaomaError("attempt_not_found");
  return { application, attempt };
}

interface Acted {
  readonly after: Attempt;
  readonly effect: Effect;
  readonly refusal?: ErrorCode | undefined;
}

const refusals: Partial<Record<Outcome, ErrorCode>> = {
  taken: "attempt_taken",
  early: "attempt_not_scanned",
  ended: "attempt_ended",
};

async function act(
  setup: Setup,
  stores: Stores,
  caller: MiniProgramSession,
  { application, attempt: before }: Asked,
  decision: Decision,
): Promise<Acted> {
  const { openId, unionId } = caller;
  const told = unionId === undefined ? {} : { unionId };
  const event = await eventOf(setup, stores, caller, application, decision);
  const { attempt: after, outcome } = advance(before, event, stores.now);
  if (decision === "decline") await forgetBrowser(stores, after, openId);
  if (outcome === "moved") return keep(setup, stores, { application, openId, told, before, after, outcome });
  if (outcome === "undo") return { after, effect: await undo(stores, application, after, openId) };
  if (after !== before) await save(stores, before, after);
  return { after, effect: { hints: after === before ? [] : [after.id] }, refusal: refusals[outcome] };
}

/** The tap on "allow" is the confirm, so the page always asks; who may not come in is told at the scan. */
async function eventOf(
  setup: Setup,
  stores: Stores,
  { appid, openId, unionId }: MiniProgramSession,
  { policy }: Application,
  decision: Decision,
): Promise<AttemptEvent> {
  if (decision !== "scan") return { type: decision, openId };
  const person = sightingOf(setup, appid, openId, unionId === undefined ? {} : { unionId });
  const newcomer = (await accountIdOf(stores, person)) === undefined;
  const next = afterScan({ ...policy, confirm: "always" }, { newcomer, knownBrowser: false });
  return { type: "scan", openId, next };
}

/** A sign-in that was taken back is declined to the person who took it back. */
async function seen(stores: Stores, attempt: Attempt): Promise<Attempt> {
  if (attempt.status !== "redeemed") return attempt;
  const session = await stores.sessions.byAttempt(attempt.id);
  return session?.end === "undone" ? { ...attempt, status: "declined", reason: "by_person" } : attempt;
}
