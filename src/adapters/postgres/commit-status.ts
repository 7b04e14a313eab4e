import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../base/clock.ts";
import { type Connection, openConnection, type Target } from "./connection.ts";

/** What became of a transaction whose COMMIT was never answered. `unknown`: nobody can say. */
export type Fate = "committed" | "aborted" | "unknown";

/** A transaction, as the server knows it. */
export interface TransactionId {
  /** Of 64 bits, as text. */
  readonly xid: string;
  /** How far the server's log was on the disk when the transaction began. */
  readonly flushed: string;
  /** Of that log: another one begins where a standby takes over, and numbers its transactions anew. */
  readonly timeline: string;
}

const timeline = "substr(pg_walfile_name(pg_current_wal_flush_lsn()), 1, 8) as timeline";

/** Asked where a transaction begins, so that it is found again. Costs no way of its own: it goes with BEGIN. */
export const identify = `select pg_current_xact_id()::text as xid, pg_current_wal_flush_lsn()::text as flushed, ${timeline}`;

/**
 * A server that crashed gives the numbers again that its log had not seen, so that another's commit may be taken for ours.
 * The checkpoint at the end of its recovery, which is where its log then begins, says which it had seen.
 */
const question = `select ${timeline},
    case when $1::text::xid8 < pg_snapshot_xmax(pg_current_snapshot()) then pg_xact_status($1::text::xid8) end as status,
    checkpoint_lsn >= $2::pg_lsn as checkpointed, redo_lsn = checkpoint_lsn as recovered,
    split_part(next_xid, ':', 1)::numeric * 4294967296 + split_part(next_xid, ':', 2)::numeric > $1::text::numeric as seen
  from pg_control_checkpoint()`;

/** What the server says now. Booleans are `t` and `f`. */
export interface Answer {
  readonly timeline: string;
  /** NULL of one that no later one has ended before. */
  readonly status: "in progress" | "committed" | "aborted" | null;
  /** Whether there was a checkpoint since the transaction began, and whether the last one ended a recovery. */
  readonly checkpointed: "t" | "f";
  readonly recovered: "t" | "f";
  /** Whether the log had come to its number by that checkpoint. */
  readonly seen: "t" | "f";
}

/** Undefined while it waits: for a synchronous standby, or the end of its session. */
export function fateOf({ timeline }: TransactionId, now: Answer): Fate | undefined {
  if (now.timeline !== timeline) return "unknown";
  if (now.status === "aborted") return "aborted";
  if (now.checkpointed === "t") {
    if (now.recovered === "f") return now.status === "committed" ? "unknown" : undefined;
    return now.seen === "t" && now.status === "committed" ? "committed" : "aborted";
  }
  return now.status === "committed" ? "committed" : undefined;
}

/** Longer than a server takes to come back from a crash, and shorter than WeChat waits. */
const patience = 4_000;
const between = 50;

/** Asks on a new connection until the server says, or the patience is over. */
export async function resolveCommit(target: Target, of: TransactionId, clock: Clock): Promise<Fate> {
  const until = clock.now() + patience;
  for (let left = patience / between; left > 0 && clock.now() < until; left--) {
    const fate = await ask(target, of);
    if (fate !== undefined) return fate;
    await sleep(between);
  }
  return "unknown";
}

async function ask(target: Target, of: TransactionId): Promise<Fate | undefined> {
  let connection: Connection | undefined;
  try {
    connection = await openConnection(target);
    const [row] = (await connection.query({ text: question, values: [of.xid, of.flushed] })).rows;
    return fateOf(of, row as unknown as Answer);
  } catch {
    return undefined;
  } finally {
    await connection?.close();
  }
}
