// Runs calls at several instances of one database, all at once, and records what each of them answered.

import { pick, type Random, randomInt } from "../../src/base/random.ts";
import { advance } from "../../src/domain/advance.ts";
import type { AttemptEvent } from "../../src/domain/attempt-event.ts";
import type { Store, Stores } from "../../src/ports/store.ts";
import { sampleAccount, sampleAttempt } from "../../src/testing/store/samples.ts";
import type { Answer, Call, History, Operation } from "./history.ts";

export interface Recorded extends History {
  /** The time of all transactions. */
  readonly now: number;
}

interface Parts {
  /** One for each process. */
  readonly stores: readonly [Store, ...Store[]];
  readonly random: Random;
  /** A prefix for the names in this history. */
  readonly name: string;
  /** Whether both attempts are granted at the beginning, and redeemed by all at once. */
  readonly granted: boolean;
}

const attemptsEach = 2;
const callsEach = 3;

export async function record({ stores, random, name, granted }: Parts): Promise<Recorded> {
  const person = `person of ${name}`;
  const [first] = stores;
  const now = first.now();
  const before = {
    createdAt: now,
    expiresAt: now + 60_000,
    ...(granted ? { status: "granted" as const, openId: person, newcomer: true } : {}),
  };
  const attempts = Array.from({ length: attemptsEach }, (_, index) => sampleAttempt(`${name}-${index}`, before));
  await first.transact(async ({ attempts: kept }) => {
    for (const attempt of attempts) await kept.insert(attempt);
  });
  const calls: Call[] = [];

  async function run(process: number, store: Store): Promise<void> {
    for (let left = callsEach; left > 0; left--) {
      const isFirst = granted && left === callsEach;
      const operation = isFirst
        ? { attempt: process % attemptsEach, event: { type: "redeem" as const } }
        : draw(random, person);
      const begin = performance.now();
      const answer = await act(store, operation).catch(() => undefined);
      calls.push({ ...operation, process, begin, end: performance.now(), ...(answer ? { answer } : {}) });
    }
  }

  async function act(store: Store, { attempt, event }: Operation): Promise<Answer> {
    return store.transact(async (open) => {
      const before = await open.attempts.get(`${name}-${attempt}`);
      if (!before) throw new Error(`${name}-${attempt} is gone`);
      const { attempt: after, outcome } = advance(before, event, now);
      const isSignIn = event.type === "redeem" && outcome === "moved";
      const account = isSignIn ? { account: await accountOf(open, person) } : {};
      if (after !== before && !(await open.attempts.replace(before, after))) throw new Error("overtaken");
      return { outcome, ...account };
    });
  }

  let made = 0;
  const accountOf = async ({ accounts }: Stores, openId: string): Promise<string> =>
    (await accounts.findOrCreate({ appid: "wx1", openId }, sampleAccount(`account ${name} ${made++}`))).account.id;

  await Promise.all(stores.map((store, process) => run(process, store)));
  const stored = await Promise.all(attempts.map(({ id }) => first.read.attempt(id)));
  return { attempts, calls, stored: stored.filter((one) => one !== undefined), now };
}

function draw(random: Random, openId: string): Operation {
  const events: readonly [AttemptEvent, ...AttemptEvent[]] = [
    { type: "scan", openId, next: "ask" },
    { type: "scan", openId, next: "grant" },
    { type: "scan", openId: "a stranger", next: "ask" },
    { type: "confirm", openId, next: "grant" },
    { type: "redeem" },
    { type: "redeem" },
    { type: "decline", openId: "a stranger" },
    { type: "cancel" },
  ];
  // A cancel ends everything, so only one in eight is kept.
  const event = pick(random, events);
  const kept = event.type === "cancel" && randomInt(random, 4) > 0 ? events[4] : event;
  return { attempt: randomInt(random, attemptsEach), event: kept ?? event };
}
