import type { Push, Reply } from "../wechat/index.ts";
import type { PushCount } from "./push-counters.ts";

/** The event of a push that `saoma doctor` signs. It is answered with a {@link ProbeReport} and does nothing. */
export const probeEvent = "saoma_doctor";

/** How a probe arrived. Returned only to a client that can sign for the account. */
export interface ProbeReport {
  /** The service's time, in milliseconds since the epoch. */
  readonly now: number;
  /** The client's address, as the service sees it. */
  readonly address?: string;
  /** `X-Forwarded-For` as it arrived. */
  readonly forwardedFor?: string;
  readonly pushes: PushCount;
}

export const isProbe = ({ type, event }: Push): boolean => type === "event" && event === probeEvent;

export const probeReply = (report: ProbeReport): Reply => ({ type: "text", text: JSON.stringify(report) });
