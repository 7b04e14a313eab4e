import type { Attempt } from "../../src/domain/attempt.ts";
import { SaomaError } from "../../src/domain/errors.ts";
import type { Redeemed } from "../../src/login/redeem.ts";
import type { SignedIn } from "../../src/login/session.ts";
import type { Push } from "../../src/wechat/index.ts";
import { type Act, type How, keyOf } from "./acts.ts";
import type { Rows } from "./rows.ts";
import { appids, applicationIds, browserSecrets, openIds, proofOf, type Scenario, sources } from "./scenario.ts";
import { type Fault, PowerCut, pushOf, type Service } from "./service.ts";
import { type Message, put, type State, type Words } from "./state.ts";
import { witnessed } from "./witness.ts";

/** What an act was answered. */
export interface Answer {
  /** Of a push: its text, "" where it was acknowledged without words. */
  readonly reply?: string;
  readonly refused?: true;
  /** Why it failed: a code, or `power cut`. */
  readonly code?: string;
  readonly redeemed?: Redeemed;
  readonly view?: Attempt;
  readonly signedIn?: SignedIn | undefined;
  readonly started?: Attempt;
  /** Something was told to others before it was committed. */
  readonly early: boolean;
}

export interface Step {
  readonly scenario: Scenario;
  readonly before: State;
  readonly act: Act;
  readonly answer: Answer;
  readonly after: State;
}

/** What a search is about. */
export interface Under {
  readonly scenario: Scenario;
  readonly fault: Fault;
}

/** Lets one act happen to the real `login/`. */
export async function happen({ world, login }: Service, under: Under, before: State, act: Act): Promise<Step> {
  Object.assign(world, { rows: before.rows, now: before.now, hits: before.hits, crashes: false });
  world.told = { hints: [], early: false };
  const { scenario } = under;
  const done = await perform({ world, login }, under, before, act);
  const answer: Answer = { ...done.answer, early: world.told.early };
  const next: State = { ...before, ...done.state, rows: world.rows, hits: world.hits };
  const hinted = world.told.hints.reduce((all, id) => note(all, next, id), next.hinted);
  const state = { ...next, hinted };
  const witness = witnessed({ scenario, before, act, answer, after: state });
  return { scenario, before, act, answer, after: { ...state, witness } };
}

function note(hinted: readonly number[], { rows }: State, id: string): readonly number[] {
  const index = rows.attempts.findIndex((attempt) => attempt.id === id);
  return index < 0 ? hinted : put(hinted, index, rows.attempts[index]?.version ?? 0);
}

type Done = { readonly answer: Omit<Answer, "early">; readonly state?: Partial<State> };

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
      return { answer: await receive(service, state, act.words, push, act.key, false) };
    }
    case "look":
    case "hint": {
      const { id } = rowOf(state, act.attempt);
      const view = await login.view(id, proofOf(state.witness.startedBy[act.attempt] ?? 0));
      const hinted = act.do === "hint" ? (state.hinted[act.attempt] ?? 0) : view.version;
      const shown = fault.shows?.(view.version, hinted) ?? view.version;
      const rest = act.do === "hint" ? { hinted: put(state.hinted, act.attempt, 0) } : {};
      return { answer: { view }, state: { ...rest, shown: put(state.shown, act.attempt, shown) } };
    }
    case "lose hint":
      return { answer: {}, state: { hinted: put(state.hinted, act.attempt, 0) } };
    case "redeem":
      return redeem(service, state, act);
    case "cancel": {
      const { id } = rowOf(state, act.attempt);
      return { answer: await outcome(async () => ({ view: await login.cancel(id, proofOf(act.browser)) })) };
    }
    case "use":
      return { answer: { signedIn: await login.session({ cookie: state.jars[act.browser] ?? "" }) } };
    case "sign out":
      await login.signOut({ cookie: state.jars[act.browser] ?? "" });
      return { answer: {}, state: { jars: put(state.jars, act.browser, undefined) } };
    case "wait":
      world.now += act.ms;
      return { answer: {}, state: { now: world.now } };
  }
}

async function outcome(act: () => Promise<Omit<Answer, "early">>): Promise<Omit<Answer, "early">> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof PowerCut) return { code: "power cut" };
    if (error instanceof SaomaError) return { code: error.code };
    throw error;
  }
}

async function start(
  { world, login }: Service,
  state: State,
  act: Extract<Act, { do: "start" | "refresh" }>,
): Promise<Done> {
  world.seed = { id: 1 + state.rows.attempts.length * 2, number: 0 };
  const browserSecret = browserSecrets[act.browser] ?? "";
  const answer = await outcome(async () => {
    if (act.do === "start") {
      return { started: (await login.start({ application: applicationIds[act.application], browserSecret })).attempt };
    }
    const { id } = rowOf(state, act.attempt);
    return { started: (await login.refresh(id, proofOf(act.browser), { browserSecret })).attempt };
  });
  const isNew = world.rows.attempts.length > state.rows.attempts.length;
  return { answer, state: isNew ? { shown: [...state.shown, 0], hinted: [...state.hinted, 0] } : {} };
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

const posted = ({ deliveries }: Scenario, state: State, words: Words): readonly Message[] =>
  [
    ...state.messages,
    { key: keyOf(words), words, left: deliveries, committed: false, acknowledged: false, effects: 0 } satisfies Message,
  ].sort((a, b) => (a.key < b.key ? -1 : 1));

async function deliver(service: Service, state: State, key: string, how: How): Promise<Done> {
  const message = state.messages.find((one) => one.key === key);
  if (!message) throw new Error(`nobody sent ${key}`);
  const push = pushFor(state, message.words, key);
  const answer = await receive(service, state, message.words, push, key, how === "crashed");
  const committed = answer.reply !== undefined;
  const isEffect = committed && touchesMore(state.rows, service.world.rows);
  const next: Message = {
    ...message,
    left: message.left - 1,
    committed: message.committed || (committed && how !== "crashed"),
    acknowledged: message.acknowledged || (committed && how !== "unanswered"),
    effects: message.effects + (isEffect ? 1 : 0),
    ...(committed && message.reply === undefined ? { reply: answer.reply ?? "" } : {}),
  };
  return { answer, state: { messages: state.messages.map((one) => (one === message ? next : one)) } };
}

/** Whether more than the memory of pushes was written: what is not written to stays the same value. */
const touchesMore = (before: Rows, after: Rows): boolean =>
  before.attempts !== after.attempts ||
  before.accounts !== after.accounts ||
  before.sessions !== after.sessions ||
  before.known.join() !== after.known.join();

async function receive(
  { world, login }: Service,
  state: State,
  words: Words,
  push: Push,
  nonce: string,
  crashes: boolean,
): Promise<Omit<Answer, "early">> {
  const source = sources.get(words.kind === "foreign-scan" ? appids[1] : appids[0]);
  if (!source) throw new Error("no such source");
  world.crashes = crashes;
  world.hits = put(state.hits, words.person, (state.hits[words.person] ?? 0) + 1);
  const attempt = "attempt" in words ? words.attempt : 0;
  world.seed = { id: 100 + words.person * 20, number: attempt * 2 + words.person };
  return outcome(async () => {
    const received = await login.receive({ source, push, nonce });
    if ("refused" in received) return { refused: true };
    return { reply: received.reply?.type === "text" ? received.reply.text : "" };
  });
}

function pushFor(state: State, words: Words, key: string): Push {
  const openId = openIds[words.person] ?? "";
  const event = (name: string, eventKey: string) => pushOf(openId, key, { type: "event", event: name, eventKey });
  switch (words.kind) {
    case "scan":
    case "foreign-scan": {
      const { scene } = rowOf(state, words.attempt);
      return words.copy === 1 ? event("subscribe", `qrscene_${scene}`) : event("SCAN", scene);
    }
    case "tap": {
      const prompt = rowOf(state, words.attempt).prompt ?? 0;
      const [content, menuId] = words.says === "yes" ? ["Yes, it's me", prompt] : ["Not me", prompt + 1];
      return pushOf(openId, key, { content, menuId: String(menuId) });
    }
    case "type":
      return pushOf(openId, key, { content: words.says === "yes" ? "1" : "2" });
    case "unfollow":
      return event("unsubscribe", "");
  }
}

function rowOf({ rows }: State, attempt: number): Attempt {
  const row = rows.attempts[attempt];
  if (!row) throw new Error(`there is no attempt ${attempt}`);
  return row;
}
