// Records what happens to attempts, for the operator.
import type { Clock } from "../../base/clock.ts";
import { dropOldest } from "../../base/drop-oldest.ts";
import type { RequestScope } from "../../base/request-scope.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { hasEnded } from "../../domain/attempt-deadline.ts";
import { type AttemptLogEntry, stepsOf } from "../../domain/attempt-log.ts";
import type { Log } from "../../ports/log.ts";
import type { Store } from "../../ports/store.ts";
import type { WechatCall } from "../../wechat/index.ts";
import type { PushReply } from "../context.ts";
import type { HandlePush } from "../push/handle-push.ts";
import type { IncomingPush } from "../push/stored-reply.ts";
import type { AttemptObserver } from "./attempt-step.ts";

/**
 * Collects log entries of attempts and writes them in batches a second later, so that no push waits for it. A crash
 * loses the last second. The entries of a request belong to the attempts that the request reads.
 */
export interface AttemptRecorder extends AttemptObserver {
  called(call: WechatCall): void;
  pushes(handle: HandlePush): HandlePush;
  /** Writes the collected entries. */
  flush(): Promise<void>;
}

interface Parts {
  readonly scope: Pick<RequestScope, "value">;
  readonly clock: Clock;
  readonly log: Log;
  /** Writes the entries of some attempts. */
  readonly write: Store["attemptLog"]["write"];
}

/** The attempts that a request is about, and its entries so far. */
interface Trace {
  /** At most {@link mostAttemptsOfRequest}, in the state that was read last. */
  readonly attempts: Attempt[];
  readonly entries: AttemptLogEntry[];
}

interface Waiting {
  attempt: Attempt;
  endedAt?: number;
  readonly entries: AttemptLogEntry[];
}

const writeAfter = 1_000;
/**
 * The maximum number of attempts with unwritten entries. If the database is unavailable for long, the oldest are
 * dropped.
 */
const mostWaiting = 10_000;
const mostEntries = 100;
/** The number of attempts that are written together. Few, because pushes wait meanwhile. */
const mostWritten = 64;
const mostAttemptsOfRequest = 4;

export function createAttemptRecorder({ scope, clock, log, write }: Parts): AttemptRecorder {
  const traceHere = scope.value<Trace>(() => ({ attempts: [], entries: [] }));
  let waiting = new Map<string, Waiting>();
  let isDue = false;

  function add(attempt: Attempt, ...entries: readonly AttemptLogEntry[]): Waiting {
    const found: Waiting = waiting.get(attempt.id) ?? { attempt, entries: [] };
    if (attempt.version >= found.attempt.version) found.attempt = attempt;
    if (found.entries.length < mostEntries) found.entries.push(...entries);
    waiting.set(attempt.id, found);
    dropOldest(waiting, mostWaiting);
    if (!isDue) clock.after(writeAfter, () => void flush());
    isDue = true;
    return found;
  }

  /** Adds an attempt to the request. It also gets the earlier entries of the request. */
  function read(attempt: Attempt): void {
    const trace = traceHere();
    if (!trace) return;
    const at = trace.attempts.findIndex(({ id }) => id === attempt.id);
    if (at >= 0) trace.attempts[at] = attempt;
    else if (trace.attempts.length < mostAttemptsOfRequest) {
      trace.attempts.push(attempt);
      if (trace.entries.length > 0) add(attempt, ...trace.entries);
    }
  }

  function note(entry: AttemptLogEntry): void {
    const trace = traceHere();
    if (!trace || trace.entries.length >= mostEntries) return;
    trace.entries.push(entry);
    for (const attempt of trace.attempts) add(attempt, entry);
  }

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = new Map();
    isDue = false;
    const rows = [...batch.values()].map(({ attempt, endedAt, entries }) => ({
      ...recordOf(attempt),
      ...(endedAt === undefined ? {} : { endedAt }),
      entries,
    }));
    let failed: { readonly err: unknown } | undefined;
    for (let from = 0; from < rows.length; from += mostWritten) {
      await write(rows.slice(from, from + mostWritten)).catch((err: unknown) => {
        failed ??= { err };
      });
    }
    if (failed) log.warn(failed, "the log of attempts could not be written");
  }

  return {
    read,
    refused: (code) => note({ at: clock.now(), kind: "refused", code }),
    changed({ before, after, at }) {
      read(after);
      const reason = after.reason === undefined ? {} : { reason: after.reason };
      const steps = stepsOf(before?.status, after.status).map((step) => {
        const entry = { at: step === "expired" ? after.expiresAt : at, kind: "step", step } as const;
        return step === after.status ? { ...entry, ...reason } : entry;
      });
      const found = add(after, ...steps);
      if (hasEnded(after)) found.endedAt = after.status === "expired" ? after.expiresAt : at;
    },
    called({ endpoint, result, ms, rid }) {
      note({ at: clock.now() - ms, kind: "call", endpoint, result, ms, ...(rid === undefined ? {} : { rid }) });
    },
    pushes: (handle) => async (incoming) => {
      note({ at: clock.now(), kind: "push", event: eventOf(incoming) });
      const result = await handle(incoming);
      if ("reply" in result) note({ at: clock.now(), kind: "reply", text: textOf(result.reply) });
      return result;
    },
    flush,
  };
}

const recordOf = ({
  id,
  createdAt,
  applicationId,
  channel,
  appid,
  purpose,
  browserName,
  status,
  reason,
  version,
  openId,
  accountId,
}: Attempt) => ({
  id,
  createdAt,
  applicationId,
  channel,
  appid,
  purpose,
  browserName,
  status,
  version,
  ...(reason === undefined ? {} : { reason }),
  ...(openId === undefined ? {} : { openId }),
  ...(accountId === undefined ? {} : { accountId }),
});

const eventOf = ({ push: { type, event } }: IncomingPush): string => (type === "event" ? (event ?? type) : type);

const longestText = 160;

/** The text of a reply, without links and everything that may be a code. */
function textOf(reply: PushReply | undefined): string {
  if (reply === undefined) return "";
  if (reply.type !== "text") return `[${reply.type}]`;
  const text = reply.text.replaceAll(/<[^>]*>/g, "").replaceAll(/\d[\d \u3000-]{2,}\d/g, "••••");
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
