// Delivers each push three times to each of two instances, all at once. One of them may be frozen meanwhile.
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, openCluster } from "./cluster.ts";

const copies = 3;
const atOnce = 4;

export interface Freeze {
  /** The number of pushes before the freeze. */
  readonly after: number;
  /** The duration of the freeze in milliseconds. */
  readonly ms: number;
}

export interface Deliveries {
  readonly pushes: number;
  /** Deliveries without a 200 in time, which WeChat repeats. */
  readonly unanswered: number;
  /** Pushes of which neither the first deliveries nor two repeated ones were answered. */
  readonly lost: number;
  /** Pushes whose deliveries were answered differently. */
  readonly differing: number;
  /** Attempts whose row differs from that after one scan. */
  readonly wrong: number;
  /** Pushes with more than one row in the inbox. */
  readonly doubled: number;
  /** The longest time from all six deliveries of a push to their answers, in milliseconds. */
  readonly slowest: number;
}

export async function deliverToBoth(pushes: number, freeze?: Freeze): Promise<Deliveries> {
  const cluster = await openCluster();
  const tally = { pushes, unanswered: 0, lost: 0, differing: 0, slowest: 0 };
  let next = 0;
  let thaw: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (let index = next++; index < pushes; index = next++) {
      if (freeze && index >= freeze.after) thaw ??= frozen(cluster, freeze.ms);
      await deliverOne(cluster, index, tally);
    }
  }

  try {
    await Promise.all(Array.from({ length: atOnce }, work));
    await thaw;
    return { ...tally, ...(await kept(cluster, pushes)) };
  } finally {
    await cluster.close();
  }
}

type Counts = { -readonly [K in "unanswered" | "lost" | "differing" | "slowest"]: number };

async function deliverOne(cluster: Cluster, index: number, tally: Counts): Promise<void> {
  // The first instance may be frozen. A load balancer then sends its requests to the other one.
  const push = cluster.scan(await cluster.start(1), `person-${index}`);
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: 2 * copies }, (_, copy) => cluster.deliver(copy % 2, push)));
  tally.slowest = Math.max(tally.slowest, performance.now() - began);
  const said = answers.filter((answer) => answer !== undefined);
  tally.unanswered += answers.length - said.length;
  // WeChat repeats an unanswered delivery. A frozen instance may hold a lock that the other one waits for.
  for (let again = 0; again < 2 && said.length === 0; again++) {
    const answer = await cluster.deliver(1, push);
    if (answer !== undefined) said.push(answer);
  }
  if (said.length === 0) tally.lost++;
  if (new Set(said).size > 1) tally.differing++;
}

async function frozen({ instances: [first] }: Cluster, ms: number): Promise<void> {
  first.signal("SIGSTOP");
  await sleep(ms);
  first.signal("SIGCONT");
}

async function kept(cluster: Cluster, pushes: number): Promise<{ wrong: number; doubled: number }> {
  // Attempts that were not confirmed within three minutes have expired.
  const [scanned] = await cluster.rows(
    "select count(*)::int as n from attempts where open_id like 'person-%' and (status, version) in (('scanned', 2), ('expired', 3))",
  );
  const [doubled] = await cluster.rows(
    "select count(*)::int as n from (select 1 from answers group by appid, key having count(*) > 1) as twice",
  );
  return { wrong: pushes - Number(scanned?.n), doubled: Number(doubled?.n) };
}
