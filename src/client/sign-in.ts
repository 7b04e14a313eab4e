// One sign-in on a page, as a state that changes.
import type { StartedAttempt } from "../wire/attempt.ts";
import type { AgreedTerms } from "../wire/terms.ts";
import { until } from "./abort-scope.ts";
import type { Attempts } from "./attempts.ts";
import type { SignInClient } from "./client.ts";
import { isFailure, isStatus, RequestFailed, unexpectedAnswer } from "./failure.ts";
import { follow, whenOver } from "./follow.ts";
import { untilVisible } from "./page-visibility.ts";
import { fetchResult } from "./result.ts";
import { createRetryPolicy } from "./retry-policy.ts";
import { agreedState, type SignInState, stateOf, troubleOf } from "./state.ts";
import { createTab, type Tab } from "./tab.ts";

/** One place on a page where users can sign in. */
export interface SignIn {
  /** The state that `onState` was last called with; `loading` before the first call. */
  state(): SignInState;
  /** Starts an attempt and follows it until it is decided. Does nothing while one is being followed. */
  start(): void;
  /** Stops following the attempt. The attempt stays, and `start` resumes it while it is pending. */
  stop(): void;
  /** Requests a new QR in place of this one: after expiry, refusal or error, or at the user's request. */
  refresh(): void;
  /** Submits a code that the chat gave. The result is shown as usual; fails with `RequestFailed`. */
  enterCode(text: string): Promise<void>;
  /**
   * In the state `pending`: submits an invitation from the operator, so that the WeChat that answers is added to the
   * invitation's account after a pairing code. The result is shown as usual; fails with `RequestFailed`.
   */
  enterInvitation(code: string): Promise<void>;
  /** In the state `elsewhere`: continues in this tab. A page that is shown again does this by itself. */
  takeBack(): void;
  /**
   * In the state `pairing`: submits the code that the WeChat was told; without a code, agrees to `account`. The result
   * is shown as usual; fails with `RequestFailed`.
   */
  pair(code?: string): Promise<void>;
  /**
   * In the state `pairing` with `addedAt`: reports that `account` is not the person's. Their WeChat is removed from it, and
   * they continue as a newcomer. The result is shown as usual; fails with `RequestFailed`.
   */
  disown(): Promise<void>;
  /** In the state `phone`: sends an SMS with a code to this number. Shown and failing like `pair`. */
  sendPhone(phone: string): Promise<void>;
  /** In the state `phone`: submits the code of the newest SMS. Shown and failing like `pair`. */
  enterOtp(
    otp: string,
    options?: {
      /** Whether the person has said that the number is theirs now, though it belonged to another account. */
      readonly newOwner?: boolean;
    },
  ): Promise<void>;
  /**
   * In the state `continue`: signs in as the account shown. In the state `terms`: agrees to the terms shown. Does nothing in
   * any other state.
   */
  proceed(): void;
}

/**
 * Makes a sign-in, without a user interface. It does nothing before `start`.
 *
 * @param onState Called with every new state.
 * @example
 * import { createClient, createSignIn } from "saoma/client";
 *
 * const signIn = createSignIn(createClient(), (state) => {
 *   if (state.kind === "pending") console.log(state.qr?.content ?? state.code?.text);
 *   if (state.kind === "signed-in") console.log(state.account.name);
 * });
 * signIn.start();
 */
export function createSignIn(client: SignInClient, onState: (state: SignInState) => void): SignIn {
  const { attempts } = client;
  let state: SignInState = { kind: "loading" };
  let run: AbortController | undefined;
  let attempt: StartedAttempt | undefined;
  let tab: Tab | undefined;
  let agree = () => {};
  /** Whether the person has agreed for this attempt. `onState` may call `proceed` before the run waits for it. */
  let isAgreed = false;

  function begin(open: Open): void {
    run?.abort();
    const controller = new AbortController();
    run = controller;
    const ownTab = createTab(client.platform);
    tab = ownTab;
    const tell = (next: SignInState) => {
      if (run !== controller || JSON.stringify(state) === JSON.stringify(next)) return;
      state = next;
      // Agreeing to `continue` does not agree to the terms that follow.
      if (next.kind === "terms") isAgreed = false;
      onState(next);
    };
    const opened = async (signal: AbortSignal) => {
      const next = await open(signal);
      if (run === controller) [attempt, isAgreed] = [next, false];
      // If this attempt is lost, the next one is started, whatever the first call did.
      open = attempts.start;
      return next;
    };
    const askFirst = (yes: () => void) => {
      agree = yes;
      if (isAgreed) yes();
    };
    tell({ kind: "loading" });
    signIn({ client, tab: ownTab, open: opened, tell, askFirst, signal: controller.signal })
      .catch((error) => tell(troubleOf(error instanceof RequestFailed ? error : unexpectedAnswer(0))))
      .finally(() => {
        ownTab.stop();
        if (run === controller) run = undefined;
      });
  }

  async function enter(call: Attempts["enterCode"], text: string): Promise<void> {
    if (attempt) await call(attempt, text, run?.signal);
  }

  return {
    state: () => state,
    start() {
      if (!run) begin(attempts.start);
    },
    stop() {
      run?.abort();
      run = undefined;
    },
    takeBack: () => tab?.take(),
    enterCode: (text) => enter(attempts.enterCode, text),
    enterInvitation: (code) => enter(attempts.enterInvitation, code),
    async pair(code) {
      if (attempt) await attempts.pair(attempt, code, run?.signal);
    },
    async disown() {
      if (attempt) await attempts.disown(attempt, run?.signal);
    },
    sendPhone: (phone) => enter(attempts.sendPhone, phone),
    async enterOtp(otp, options) {
      if (attempt) await attempts.enterOtp(attempt, otp, run?.signal, options);
    },
    proceed() {
      if (state.kind !== "continue" && state.kind !== "terms") return;
      isAgreed = true;
      agree();
    },
    refresh() {
      const old = attempt;
      const isOver = old === undefined || state.kind === "signed-in";
      begin(isOver ? attempts.start : (signal) => renew(attempts, old, signal));
    },
  };
}

type Open = (signal: AbortSignal) => Promise<StartedAttempt>;

interface Run {
  readonly client: SignInClient;
  readonly tab: Tab;
  readonly open: Open;
  readonly signal: AbortSignal;
  tell(state: SignInState): void;
  /** Registers the function to call when the person agrees. */
  askFirst(yes: () => void): void;
}

/** Runs one sign-in from the start of an attempt to a final state. Rejects with a failure that cannot be retried. */
async function signIn(run: Run): Promise<void> {
  const { client, tab, open, tell, signal } = run;
  let shown: SignInState = { kind: "loading" };
  let followed = false;
  let attempt: StartedAttempt | undefined;
  const show = (state: SignInState) => {
    shown = state;
    tell(state);
  };
  const retryPolicy = createRetryPolicy(client.platform, (failure) => tell(failure ? troubleOf(failure) : shown));

  async function runOnce(): Promise<void> {
    await untilVisible(client.platform, signal);
    const opened = await retryPolicy.retry(() => open(signal), signal);
    attempt = opened;
    show(stateOf(opened, opened));
    await follow({ client, attempt: opened, tab, retryPolicy, signal }, (state) => {
      followed = true;
      show(state);
    });
    if (shown.kind === "continue") {
      await untilAgreed(run, shown.expiresAt);
      show(agreedState(shown));
    }
    let agreed: AgreedTerms | undefined;
    if (shown.kind === "terms") {
      agreed = shown.terms.map(({ title, version }) => ({ title, version }));
      await untilAgreed(run, shown.expiresAt);
      show({ kind: "granted" });
    }
    if (shown.kind !== "granted") return;
    const session = await retryPolicy.retry(() => fetchResult(client, opened, signal, agreed), signal);
    if (opened.claim) client.platform.keep(session.account.id);
    show({ kind: "signed-in", ...session });
  }

  for (let failures = 0; ; ) {
    followed = false;
    try {
      return await runOnce();
    } catch (error) {
      if (isFailure(error, "attempt_ended")) return show(await endOf(run, attempt));
      // An attempt that was followed and is gone is replaced. If a second one is never found, this browser keeps no claim.
      failures = followed ? 0 : failures + 1;
      if (!isFailure(error, "attempt_not_found") || failures > 1) throw error;
    }
  }
}

/** The end of an attempt that cannot be redeemed: declined meanwhile, which is told with its reason, or over. */
async function endOf({ client, signal }: Run, attempt: StartedAttempt | undefined): Promise<SignInState> {
  const { view } = attempt ? await client.attempts.look(attempt, {}, signal).catch(() => ({ view: undefined })) : {};
  return view?.status === "declined" ? stateOf(view, {}) : { kind: "expired" };
}

/** Resolves when the user agrees. If they have not when the grant expires, fails like the service. */
async function untilAgreed({ client, askFirst, signal }: Run, deadline: string): Promise<void> {
  const isYes = await until<boolean>(signal, (done) => {
    askFirst(() => done(true));
    return whenOver(client, deadline, () => done(false));
  });
  if (!isYes) throw new RequestFailed("attempt_ended");
}

/** Starts a new attempt in place of `old`. If `old` cannot be replaced any more, starts an unrelated one. */
async function renew({ refresh, start }: Attempts, old: StartedAttempt, signal: AbortSignal): Promise<StartedAttempt> {
  try {
    return await refresh(old, signal);
  } catch (error) {
    if (!isStatus(error, 404, 409, 410)) throw error;
    return start(signal);
  }
}
