import type { AttemptView } from "../wire/attempt.ts";
import type { AttemptHandle } from "./attempts.ts";
import type { Client } from "./client.ts";
import type { Line } from "./line.ts";

/** One way of hearing of changes. Ends when the service ends it; fails with `RequestFailed` or {@link Unfit}. */
export type Transport = (channel: Channel) => AsyncGenerator<AttemptView>;

/** What a transport works with. */
export interface Channel {
  readonly client: Client;
  readonly attempt: AttemptHandle;
  readonly line: Line;
  /** When this tab was last shown. */
  readonly tab: number;
  /** What names the last view heard, so that it is not told twice. Each transport has its own. */
  readonly memory: { last?: string | undefined };
  /** To be called when the service is there, whether or not it has news. */
  connected(): void;
}

/** This transport does not work here: a proxy that buffers, a server that does not hold, a browser that cannot. */
export class Unfit extends Error {
  override name = "Unfit";
}

const final: ReadonlySet<AttemptView["status"]> = new Set(["granted", "redeemed", "expired", "declined", "cancelled"]);

/** Whether nothing is to be waited for any more: it has ended, or its result can be fetched. */
export const isDecided = (view: AttemptView): boolean => final.has(view.status);
