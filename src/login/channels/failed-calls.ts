import { dropOldest } from "../../base/drop-oldest.ts";
import { isCodeRefused, type WechatCall } from "../../wechat/index.ts";
import { type Trouble, troubleOf } from "./wechat-trouble.ts";

/** The calls to one endpoint that failed in the same way. Times are milliseconds since the epoch. */
export interface FailedCall extends Trouble {
  readonly endpoint: string;
  /** WeChat's errcode, or why there was no usable response. */
  readonly result: WechatCall["result"];
  readonly times: number;
  /** The latest of them, with WeChat's request id. */
  readonly at: number;
  readonly rid?: string;
  /** When a call to the endpoint last succeeded after it. */
  readonly mendedAt?: number;
}

/** What this process's calls to WeChat came to, by source. */
export interface CallRecord {
  note(appid: string, call: WechatCall, now: number): void;
  /** The latest failures first. */
  failures(appid: string): readonly FailedCall[];
  /** When a call to the endpoint last succeeded. */
  succeededAt(appid: string, endpoint: string): number | undefined;
}

interface Noted {
  readonly failures: Map<string, FailedCall>;
  /** Endpoints are those that Saoma calls: there are a few dozen. */
  readonly successes: Map<string, number>;
}

/** Of a source. Those that come again count as one. */
const mostFailures = 8;

export function createCallRecord(): CallRecord {
  const sources = new Map<string, Noted>();

  function notedOf(appid: string): Noted {
    const noted = sources.get(appid) ?? { failures: new Map(), successes: new Map() };
    sources.set(appid, noted);
    return noted;
  }

  return {
    note(appid, { endpoint, result, rid, error }, now) {
      const { failures, successes } = notedOf(appid);
      if (result === 0) {
        successes.set(endpoint, now);
        for (const [key, failure] of failures) {
          if (failure.endpoint === endpoint) failures.set(key, { ...failure, mendedAt: now });
        }
        return;
      }
      // A code is what a person's browser brings: an old or invented one is nothing that the operator could mend.
      if (typeof result === "number" && isCodeRefused(result)) return;
      const trouble = troubleOf(error);
      if (!trouble) return;
      const key = `${endpoint} ${result}`;
      const times = (failures.get(key)?.times ?? 0) + 1;
      failures.delete(key);
      failures.set(key, { endpoint, result, times, at: now, ...trouble, ...(rid === undefined ? {} : { rid }) });
      dropOldest(failures, mostFailures);
    },
    failures: (appid) => [...notedOf(appid).failures.values()].reverse(),
    succeededAt: (appid, endpoint) => notedOf(appid).successes.get(endpoint),
  };
}
