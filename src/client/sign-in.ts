import type { StartedAttempt } from "../wire/attempt.ts";
import type { Client } from "./client.ts";
import { isFailure, RequestFailed, unexpectedAnswer } from "./failure.ts";
import { follow } from "./follow.ts";
import { createPatience } from "./patience.ts";
import { beSeen } from "./presence.ts";
import { fetchResult } from "./result.ts";
import { type SignInState, stateOf, troubleOf } from "./state.ts";
import { createTab, type Tab } from "./tab.ts";

/** One place on a page where somebody can sign in. */
export interface SignIn {
  /** What the last call of `onState` said; `loading` before the first. */
  state(): SignInState;
  /** Asks for a QR and follows it to the end. Does nothing while one is being followed. */
  start(): void;
  /** Lets go. The attempt stays, and `start` finds it again while it is pending. */
  stop(): void;
  /** A new QR in the place of this one: after expiry, refusal or error, or because somebody asks for it. */
  refresh(): void;
  /** Goes on here, in the state `elsewhere`; a page that is shown again does so by itself. */
  takeBack(): void;
  /** Types in a code that the chat gave. What comes of it is told as ever; fails with `RequestFailed`. */
  enterCode(text: string): Promise<void>;
  /** In the state `phone`: sends an SMS with a code to this number. Told and failing as above. */
  sendPhone(phone: string): Promise<void>;
  /** In the state `phone`: types in the code of the newest SMS. Told and failing as above. */
  enterOtp(otp: string): Promise<void>;
}

/** A sign-in that tells `onState` of every change. Nothing happens before `start`. */
export function createSignIn(client: Client, onState: (state: SignInState) => void): SignIn {
  let state: SignInState = { kind: "loading" };
  let run: AbortController | undefined;
  let attempt: StartedAttempt | undefined;
  let tab: Tab | undefined;

  function begin(open: Open): void {
    run?.abort();
    const mine = new AbortController();
    run = mine;
    const ours = createTab(client.platform);
    tab = ours;
    const tell = (next: SignInState) => {
      if (mine.signal.aborted || same(state, next)) return;
      state = next;
      onState(next);
    };
    const remember = (current: StartedAttempt | undefined) => {
      if (!mine.signal.aborted) attempt = current;
    };
    tell({ kind: "loading" });
    signIn(client, open, { tab: ours, tell, remember }, mine.signal)
      .catch((error) => tell(troubleOf(asFailure(error))))
      .finally(() => {
        ours.stop();
        if (run === mine) run = undefined;
      });
  }

  return {
    state: () => state,
    start() {
      if (!run) begin(client.attempts.start);
    },
    stop() {
      run?.abort();
      run = undefined;
    },
    takeBack: () => tab?.take(),
    async enterCode(text) {
      if (attempt) await client.attempts.enterCode(attempt, text, run?.signal);
    },
    async sendPhone(phone) {
      if (attempt) await client.attempts.sendPhone(attempt, phone, run?.signal);
    },
    async enterOtp(otp) {
      if (attempt) await client.attempts.enterOtp(attempt, otp, run?.signal);
    },
    refresh() {
      const old = attempt;
      begin(old ? (signal) => renew(client, old, signal) : client.attempts.start);
    },
  };
}

type Open = (signal: AbortSignal) => Promise<StartedAttempt>;

interface Listener {
  readonly tab: Tab;
  tell(state: SignInState): void;
  remember(attempt: StartedAttempt | undefined): void;
}

/** From asking for a QR to a final state. Fails with what makes going on pointless. */
async function signIn(client: Client, first: Open, listener: Listener, signal: AbortSignal): Promise<void> {
  let shown: SignInState = { kind: "loading" };
  let heard = false;
  const show = (state: SignInState) => {
    shown = state;
    listener.tell(state);
  };
  const patience = createPatience(client.platform, (failure) => listener.tell(failure ? troubleOf(failure) : shown));

  async function once(open: Open): Promise<void> {
    await beSeen(client.platform, signal);
    const attempt = await patience.retry(() => open(signal), signal);
    listener.remember(attempt);
    show(stateOf(attempt, attempt));
    const last = await follow({ client, attempt, tab: listener.tab, patience, signal }, (state) => {
      heard = true;
      show(state);
    });
    if (last.status !== "granted" && last.status !== "redeemed") return;
    const session = await patience.retry(() => fetchResult(client, attempt, signal), signal);
    listener.remember(undefined);
    show({ kind: "signed-in", ...session });
  }

  for (let open = first, vain = 0; ; open = client.attempts.start) {
    heard = false;
    try {
      return await once(open);
    } catch (error) {
      if (isFailure(error, "attempt_ended")) return show({ kind: "expired" });
      // Once known and now gone: another will do. Never known, and again: this browser keeps no claim.
      vain = heard ? 0 : vain + 1;
      if (!isFailure(error, "attempt_not_found") || vain > 1) throw error;
    }
  }
}

/** A new attempt in the place of `old`; where that cannot be replaced any more, simply a new one. */
async function renew(client: Client, old: StartedAttempt, signal: AbortSignal): Promise<StartedAttempt> {
  try {
    return await client.attempts.refresh(old, signal);
  } catch (error) {
    const isOver = error instanceof RequestFailed && [404, 409, 410].includes(error.status ?? 0);
    if (!isOver) throw error;
    return client.attempts.start(signal);
  }
}

const same = (a: SignInState, b: SignInState): boolean => JSON.stringify(a) === JSON.stringify(b);

const asFailure = (error: unknown): RequestFailed =>
  error instanceof RequestFailed ? error : unexpectedAnswer(0, error);
