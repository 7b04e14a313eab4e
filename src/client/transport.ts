import type { AttemptView, StartedAttempt } from "../wire/attempt.ts";
import type { SignInClient } from "./client.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import type { Tab } from "./tab.ts";

/**
 * One way of receiving an attempt's changes. It ends when the service ends it. It throws `RequestFailed` if a request
 * fails, and anything else, such as {@link unfit}, if this transport does not work here.
 */
export type Transport = (context: TransportContext) => AsyncGenerator<AttemptView>;

/** An attempt that this tab follows, until it is decided or the signal aborts. */
export interface Followed {
  readonly client: SignInClient;
  readonly attempt: StartedAttempt;
  readonly tab: Tab;
  readonly retryPolicy: RetryPolicy;
  readonly signal: AbortSignal;
}

/** What a transport works with. */
export interface TransportContext extends Followed {
  readonly abortScope: AbortController;
  /** Identifies the last view received, so that it is not reported twice. Each transport has its own. */
  readonly memory: { last?: string | undefined };
}

/** This transport does not work here: a proxy that buffers, a server that does not hold, a browser that cannot. */
export const unfit = new Error("unfit");

const final: readonly AttemptView["status"][] = ["granted", "redeemed", "expired", "declined", "cancelled"];

/** Whether there is nothing left to wait for: the attempt has ended, or its result can be fetched. */
export const isDecided = (view: AttemptView): boolean => final.includes(view.status) && !view.pairing;
