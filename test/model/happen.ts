import { pairingCodeOf } from "../../src/domain/pairing.ts";
import { type Act, keyOf } from "./acts.ts";
import { type Answer, type Done, outcome, rowOf } from "./answer.ts";
import { deliver, posted, pushFor, receive } from "./deliver.ts";
import { updateOracle } from "./oracle.ts";
import { applicationIds, browserSecrets, proofOf, type Scenario } from "./scenario.ts";
import { type Fault, modelKey, type Service } from "./service.ts";
import { put, type State } from "./state.ts";

export interface Step {
  readonly scenario: Scenario;
  readonly before: State;
  readonly act: Act;
  readonly answer: Answer;
  readonly after: State;
}

/** What a search needs: the scenario, the service and the fault. */
export interface Under {
  readonly scenario: Scenario;
  readonly fault: Fault;
}

/** Performs one act on the real `login/`. */
export async function happen(service: Service, under: Under, before: State, act: Act): Promise<Step> {
  const { world } = service;
  Object.assign(world, { rows: before.rows, now: before.now, hits: before.hits, crashes: false });
  world.told = { hints: [], early: false };
  const { scenario } = under;
  const done = await perform(service, under, before, act);
  const answer: Answer = { ...done.answer, early: world.told.early };
  const next: State = { ...before, ...done.state, rows: world.rows, hits: world.hits };
  const hinted = world.told.hints.reduce((all, id) => note(all, next, id), next.hinted);
  const state = { ...next, hinted };
  const oracle = updateOracle({ scenario, before, act, answer, after: state });
  return { scenario, before, act, answer, after: { ...state, oracle } };
}

function note(hinted: readonly number[], { rows }: State, id: string): readonly number[] {
  const index = rows.attempts.findIndex((attempt) => attempt.id === id);
  return index < 0 ? hinted : put(hinted, index, rows.attempts[index]?.version ?? 0);
}

async function perform(service: Service, { scenario, fault }: Under, state: State, act: Act): Promise<Done> {
  const { world, login } = service;
  switch (act.do) {
    case "start":
    case "refresh":
      return start(service, state, act);
    case "send":
      return { answer: {}, state: { messages: posted(scenario, state, act.words) } };
    case "say": {
      const key = keyOf(act.words);
      return deliver(service, { ...state, messages: posted(scenario, state, act.words) }, key, "answered");
    }
    case "deliver":
      return deliver(service, state, act.key, act.how);
    case "forge": {
      const push = pushFor(state, act.words, `forged ${keyOf(act.words)}`);
      return { answer: await receive(service, state, { words: act.words, push, nonce: act.key, crashes: false }) };
    }
    case "look":
    case "hint": {
      const { id } = rowOf(state, act.attempt);
      const view = await login.view(id, proofOf(state.oracle.startedBy[act.attempt] ?? 0));
      const hinted = act.do === "hint" ? (state.hinted[act.attempt] ?? 0) : view.version;
      const shown = fault.shows?.(view.version, hinted) ?? view.version;
      const rest = act.do === "hint" ? { hinted: put(state.hinted, act.attempt, 0) } : {};
      return { answer: { view }, state: { ...rest, shown: put(state.shown, act.attempt, shown) } };
    }
    case "lose hint":
      return { answer: {}, state: { hinted: put(state.hinted, act.attempt, 0) } };
    case "redeem":
      return redeem(service, state, act);
    case "fetch":
      return fetchAsked(service, state, act);
    case "pair": {
      const row = rowOf(state, act.attempt);
      const pairingCode = pairingCodeOf(modelKey, row);
      const answer = { pairingCode: act.code === "right" ? pairingCode : wrongCode(pairingCode) };
      const proof = proofOf(state.oracle.startedBy[act.attempt] ?? 0);
      return { answer: await outcome(async () => ({ view: await login.pair(row.id, proof, answer) })) };
    }
    case "cancel": {
      const { id } = rowOf(state, act.attempt);
      return { answer: await outcome(async () => ({ view: await login.cancel(id, proofOf(act.browser)) })) };
    }
    case "text": {
      const { id } = rowOf(state, act.attempt);
      world.seed = { id: 0, number: codeOf(act.attempt) };
      const request = { phone: "13800138001" };
      return { answer: await outcome(async () => ({ view: await login.sendSms(id, proofOf(act.browser), request) })) };
    }
    case "enter": {
      const { id } = rowOf(state, act.attempt);
      world.seed = { id: 80 + act.attempt * 2, number: 0 };
      const otp = act.code === "right" ? String(codeOf(act.attempt)).padStart(6, "0") : "999999";
      return { answer: await outcome(async () => ({ view: await login.enterOtp(id, proofOf(act.browser), { otp }) })) };
    }
    case "use":
      return { answer: { signedIn: await login.session({ cookie: state.jars[act.browser] ?? "" }) } };
    case "sign out":
      await login.signOut({ cookie: state.jars[act.browser] ?? "" }, () => true);
      return { answer: {}, state: { jars: put(state.jars, act.browser, undefined) } };
    case "wait":
      world.now += act.ms;
      return { answer: {}, state: { now: world.now } };
  }
}

/** The code of this attempt's SMS. */
const codeOf = (attempt: number): number => 100 + attempt;

async function start(
  { world, login }: Service,
  state: State,
  act: Extract<Act, { do: "start" | "refresh" }>,
): Promise<Done> {
  world.seed = { id: 1 + state.rows.attempts.length * 2, number: 0 };
  const browserSecret = browserSecrets[act.browser] ?? "";
  const answer = await outcome(async () => {
    if (act.do === "start") {
      const asks = act.purpose && { cookie: state.jars[act.browser] ?? "" };
      const request = { application: applicationIds[act.application], browserSecret, purpose: act.purpose, asks };
      return { started: (await login.start(request)).attempt };
    }
    const { id } = rowOf(state, act.attempt);
    return { started: (await login.refresh(id, proofOf(act.browser), { browserSecret })).attempt };
  });
  const isNew = world.rows.attempts.length > state.rows.attempts.length;
  return { answer, state: isNew ? { shown: [...state.shown, 0], hinted: [...state.hinted, 0] } : {} };
}

const wrongCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

async function fetchAsked(
  { world, login }: Service,
  state: State,
  { browser, attempt, how }: Extract<Act, { do: "fetch" }>,
): Promise<Done> {
  world.crashes = how === "crashed";
  const { id } = rowOf(state, attempt);
  return { answer: await outcome(async () => ({ fetched: await login.redeemAsked(id, proofOf(browser)) })) };
}

async function redeem(
  { world, login }: Service,
  state: State,
  { browser, attempt, how }: Extract<Act, { do: "redeem" }>,
): Promise<Done> {
  world.seed = { id: 60 + attempt, number: 0 };
  world.crashes = how === "crashed";
  const { id } = rowOf(state, attempt);
  const jar = state.jars[browser];
  const answer = await outcome(async () => ({
    redeemed: await login.redeem(id, proofOf(browser), { mode: "cookie", replaces: jar }),
  }));
  const isKept = how === "answered" && answer.redeemed !== undefined;
  return { answer, state: isKept ? { jars: put(state.jars, browser, answer.redeemed?.token) } : {} };
}
