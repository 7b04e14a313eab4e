import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { OnMessage } from "../login/context.ts";
import type { Events } from "../login/events.ts";
import type { Doctor } from "../ports/doctor.ts";
import type { Log } from "../ports/log.ts";
import type { SmsSender } from "../ports/sms.ts";

/** The parts that a service is assembled from. */
export interface Parts {
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: typeof fetch;
  readonly log: Log;
  readonly events: Events;
  /** Replaces the configured sender of SMS. */
  readonly smsSender?: SmsSender | undefined;
  /** Examines everything, for the console. */
  readonly doctor?: Doctor | undefined;
  readonly onMessage: () => OnMessage | undefined;
  /** Aborts when the service begins to stop. */
  readonly closing: AbortSignal;
}
