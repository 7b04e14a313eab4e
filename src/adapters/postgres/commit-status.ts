import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../base/clock.ts";
import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import { type Connection, openConnection, type Target } from "./connection.ts";

/** The outcome of a transaction whose COMMIT had no response. `unknown`: the server does not know it either. */
export type CommitStatus = "committed" | "aborted" | "unknown";

/** A transaction, as the server knows it. */
export interface TransactionId {
  /** The 64-bit transaction id, as text. */
  readonly xid: string;
  /** The position up to which the server's log was on disk when the transaction began. */
  readonly flushed: string;
  /** The timeline of that log. A standby that takes over begins another one, with transaction numbers of its own. */
  readonly timeline: string;
}

const timeline = "substr(pg_walfile_name(pg_current_wal_flush_lsn()), 1, 8) as timeline";

/**
 * Sent with BEGIN, so that it costs no round trip: identifies the transaction for a later question about its outcome.
 */
export const identify = `select pg_current_xact_id()::text as xid, pg_current_wal_flush_lsn()::text as flushed, ${timeline}`;

/**
 * After a crash, PostgreSQL reuses the transaction numbers that its log does not contain, so that the commit of another
 * transaction may look like ours. The checkpoint at the end of its recovery tells which numbers the log contained.
 */
const question = `select ${timeline},
    case when $1::text::xid8 < pg_snapshot_xmax(pg_current_snapshot()) then pg_xact_status($1::text::xid8) end as status,
    checkpoint_lsn >= $2::pg_lsn as checkpointed, redo_lsn = checkpoint_lsn as recovered,
    split_part(next_xid, ':', 1)::numeric * 4294967296 + split_part(next_xid, ':', 2)::numeric > $1::text::numeric as seen
  from pg_control_checkpoint()`;

/** The server's response to the question. Booleans are `t` and `f`. */
export interface Answer {
  readonly timeline: string;
  /** NULL until a transaction with this number or a later one has ended. */
  readonly status: "in progress" | "committed" | "aborted" | null;
  /** Whether there was a checkpoint since the transaction began, and whether the last one ended a recovery. */
  readonly checkpointed: "t" | "f";
  readonly recovered: "t" | "f";
  /** Whether the transaction's number was already in the log at that checkpoint. */
  readonly seen: "t" | "f";
}

/** Undefined while the transaction has no outcome: it waits for a synchronous standby, or for its session to end. */
export function commitStatusOf({ timeline }: TransactionId, now: Answer): CommitStatus | undefined {
  if (now.timeline !== timeline) return "unknown";
  if (now.status === "aborted") return "aborted";
  if (now.checkpointed === "t") {
    if (now.recovered === "f") return now.status === "committed" ? "unknown" : undefined;
    return now.seen === "t" && now.status === "committed" ? "committed" : "aborted";
  }
  return now.status === "committed" ? "committed" : undefined;
}

/** From COMMIT to its outcome: longer than a server needs to recover from a crash, and shorter than WeChat waits. */
const timeoutMs = 4_000;
const intervalMs = 50;

/**
 * Asks on new connections until the server knows the outcome, or the timeout since `sentAt` has passed: then also if a
 * connection is still being opened.
 */
export async function resolveCommit(
  target: Target,
  of: TransactionId,
  clock: Clock,
  sentAt: number,
): Promise<CommitStatus> {
  try {
    return await withDeadline(clock, sentAt + timeoutMs - clock.now(), (signal) => poll(target, of, signal));
  } catch (error) {
    if (error instanceof DeadlineExceeded) return "unknown";
    throw error;
  }
}

async function poll(target: Target, of: TransactionId, signal: AbortSignal): Promise<CommitStatus> {
  // Counted as well: a test's clock may stand still.
  for (let left = timeoutMs / intervalMs; left > 0 && !signal.aborted; left--) {
    const status = await ask(target, of);
    if (status !== undefined) return status;
    await sleep(intervalMs);
  }
  return "unknown";
}

async function ask(target: Target, of: TransactionId): Promise<CommitStatus | undefined> {
  let connection: Connection | undefined;
  try {
    connection = await openConnection(target);
    const [row] = (await connection.query({ text: question, values: [of.xid, of.flushed] })).rows;
    return commitStatusOf(of, row as unknown as Answer);
  } catch {
    return undefined;
  } finally {
    await connection?.close();
  }
}
