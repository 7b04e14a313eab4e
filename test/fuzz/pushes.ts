import { openDamagedPush, openPush } from "../../src/wechat/index.ts";
import { type Chance, createChance } from "./chance.ts";
import { compare } from "./compare.ts";
import { body } from "./grammar.ts";
import { mutate } from "./mutate.ts";
import { type Sealed, seal } from "./seal.ts";
import { type Target, targetOf } from "./target.ts";

export interface Tally {
  inputs: number;
  /** How many of them went through the whole service. */
  requests: number;
  accepted: number;
  readonly refused: Record<string, number>;
  readonly statuses: Record<string, number>;
  /** How many the other parser accepted, too. */
  compared: number;
  readonly disagreements: string[];
  /** Violations: an error, a 5xx, no response, a response that differs from the result of `openPush`. */
  readonly failures: string[];
  /** The slowest input in milliseconds, by the best of four runs of it. */
  longestOpen: number;
  /** The slowest single run in milliseconds, which may be the machine's fault. */
  longestRequest: number;
}

const modes = ["plain", "compatible", "safe"] as const;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export interface Length {
  readonly seconds?: number;
  readonly inputs?: number;
  /** One of this many inputs goes through the whole service. */
  readonly requestEvery: number;
}

/** Sends signed, malformed pushes in every mode until the time or the number of inputs is reached. */
export async function fuzzPushes(seed: number, { seconds, inputs, requestEvery }: Length): Promise<Tally> {
  const tally: Tally = {
    inputs: 0,
    requests: 0,
    accepted: 0,
    refused: {},
    statuses: {},
    compared: 0,
    disagreements: [],
    failures: [],
    longestOpen: 0,
    longestRequest: 0,
  };
  const chance = createChance(seed);
  const targets = await Promise.all(modes.map(targetOf));
  const until = performance.now() + (seconds ?? Number.POSITIVE_INFINITY) * 1000;
  try {
    while (performance.now() < until && tally.inputs < (inputs ?? Number.POSITIVE_INFINITY)) {
      const target = targets[tally.inputs % targets.length];
      if (target) await one(chance, target, tally, requestEvery);
    }
  } finally {
    for (const { stage } of targets) await stage.close();
  }
  return tally;
}

async function one(chance: Chance, target: Target, tally: Tally, requestEvery: number): Promise<void> {
  tally.inputs++;
  const { plaintext, sealed } = input(chance, target);
  const said = `${target.mode} ${JSON.stringify({ ...sealed, body: Buffer.from(sealed.body).toString("base64") })}`;
  const verdict = open(target, sealed, plaintext, tally, said);
  if (chance.once(requestEvery)) await request(target, sealed, verdict, tally, said);
}

/** An input from the grammar. In some, bytes are changed before or after encryption. */
function input(chance: Chance, { account, mode, cast }: Target): { plaintext: string | undefined; sealed: Sealed } {
  const written = body(chance, cast).toWellFormed();
  const isMutated = chance.once(3);
  const plaintext = isMutated ? Buffer.from(mutate(chance, Buffer.from(written))).toString() : written;
  const timestamp = String(cast.seconds + (chance.once(50) ? 400 : 0));
  const sealed = seal(account, mode, plaintext, timestamp, String(chance.int(2 ** 31)));
  if (!chance.once(6)) return { plaintext, sealed };
  return { plaintext: undefined, sealed: { ...sealed, body: mutate(chance, sealed.body) } };
}

/** Whether `openPush` accepts an input; undefined if its bytes are not UTF-8. */
function open(
  { keys, stage }: Target,
  sealed: Sealed,
  plaintext: string | undefined,
  tally: Tally,
  said: string,
): boolean | undefined {
  const text = decode(sealed.body);
  if (text === undefined) {
    tally.refused["not UTF-8"] = (tally.refused["not UTF-8"] ?? 0) + 1;
    return undefined;
  }
  const read = () => openPush(keys, sealed.query, text, stage.clock.now());
  try {
    const began = performance.now();
    const opened = read();
    const took = performance.now() - began;
    if (took > tally.longestOpen) tally.longestOpen = Math.max(tally.longestOpen, Math.min(took, ...again(read)));
    if (!opened.ok) {
      tally.refused[opened.reason] = (tally.refused[opened.reason] ?? 0) + 1;
      return false;
    }
    tally.accepted++;
    const source = plaintext ?? (keys.mode === "plain" ? text : undefined);
    if (source !== undefined) {
      const verdict = compare(source, opened.push);
      if (verdict.other !== "refused") tally.compared++;
      if (verdict.other === "disagreed") tally.disagreements.push(`${verdict.about} in ${JSON.stringify(source)}`);
    }
    return true;
  } catch (error) {
    tally.failures.push(`openPush threw ${String(error)}: ${said}`);
    return undefined;
  }
}

/** Times the same input three more times, in milliseconds. A delay that does not repeat is the machine's. */
const again = (act: () => unknown): number[] =>
  [1, 2, 3].map(() => {
    const began = performance.now();
    act();
    return performance.now() - began;
  });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

const noAnswer = Symbol("no answer");

async function request(
  { keys, stage, account }: Target,
  sealed: Sealed,
  isPush: boolean | undefined,
  tally: Tally,
  said: string,
): Promise<void> {
  tally.requests++;
  const query = new URLSearchParams(sealed.query as Record<string, string>);
  const url = `https://login.saoma.test/wechat/${account.appid}/push?${query}`;
  const began = performance.now();
  const answering = stage.saoma.fetch(new Request(url, { method: "POST", body: Buffer.from(sealed.body) }));
  const { promise: late, resolve } = Promise.withResolvers<typeof noAnswer>();
  const timer = setTimeout(() => resolve(noAnswer), 5_000);
  const response = await Promise.race([answering, late]);
  clearTimeout(timer);
  tally.longestRequest = Math.max(tally.longestRequest, performance.now() - began);
  const status = response === noAnswer ? 0 : response.status;
  tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
  const isDamaged = !isPush && openDamagedPush(keys, sealed.query, sealed.body, stage.clock.now()) !== undefined;
  const isExpected = status === 413 || status === (isPush || isDamaged ? 200 : 403);
  if (!isExpected) tally.failures.push(`status ${status}, openPush said ${isPush}: ${said}`);
}
