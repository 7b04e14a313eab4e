import { setStage, start } from "../stage/stage.ts";
import { type Chance, createChance } from "./chance.ts";

export interface BodyTally {
  requests: number;
  readonly statuses: Record<string, number>;
  readonly failures: string[];
}

const keys = [
  "application",
  "channel",
  "source",
  "purpose",
  "returnTo",
  "claim",
  "mode",
  "__proto__",
  "a",
  "refreshToken",
] as const;
const values = [
  "shop",
  "auto",
  "header",
  "cookie",
  "token",
  "sign-in",
  "",
  "\0",
  "😀",
  "https://login.saoma.test/",
  "x".repeat(3_000),
] as const;

/** Random JSON, mostly an object with known keys and values. */
function json(chance: Chance, depth = 0): unknown {
  switch (chance.int(depth > 5 ? 5 : 9)) {
    case 0:
      return null;
    case 1:
      return chance.int(2 ** 31) - 2 ** 30;
    case 2:
      return chance.once(2);
    case 3:
    case 4:
      return chance.pick(values);
    case 5:
      return Array.from({ length: chance.int(4) }, () => json(chance, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: chance.int(4) }, () => [chance.pick(keys), json(chance, depth + 1)]),
      );
  }
}

function text(chance: Chance): string {
  if (chance.once(8))
    return chance.pick([
      "{",
      "",
      "[".repeat(5_000),
      "nul",
      '{"claim":"header"',
      "\uFEFF{}",
      "x".repeat(17_000),
      '{"a":1}{"b":2}',
    ]);
  const written = JSON.stringify(json(chance));
  return chance.once(6) ? written.slice(0, chance.int(written.length + 1)) : written;
}

const ids = ["..", "%00", "%F0%28", "a".repeat(300), "__proto__", "%2e%2e%2f", "*"] as const;

/** A malformed call on a route of `/v1`. */
function call(chance: Chance, ownId: string): { method: string; path: string } {
  const id = chance.once(3) ? chance.pick(ids) : ownId;
  const path = chance.pick([
    "/v1/attempts",
    "/v1/attempts",
    `/v1/attempts/${id}`,
    `/v1/attempts/${id}/redeem`,
    `/v1/attempts/${id}/refresh`,
    `/v1/attempts/${id}/socket`,
    `/v1/attempts/${id}/events`,
    "/v1/session",
    "/v1/tokens/refresh",
    `/v1/${id}`,
  ]);
  return { method: chance.pick(["POST", "POST", "POST", "GET", "DELETE", "PUT", "OPTIONS"]), path };
}

const headers = (chance: Chance): Record<string, string> => ({
  "content-type": chance.pick([
    "application/json",
    "application/json; charset=utf-8",
    "text/plain",
    "application/x-www-form-urlencoded",
  ]),
  "if-none-match": chance.pick(['"1"', 'W/"2"', "*", '"99999999999"', "x"]),
  "last-event-id": chance.pick(["1", "-1", "x", "1e3"]),
  authorization: chance.pick([
    "Claim x",
    `Claim ${"a".repeat(43)}`,
    "Bearer",
    "Bearer x.y.z",
    `Bearer ${"a".repeat(9_000)}`,
  ]),
});

/** Sends malformed calls to every route. Each must be answered as the caller's error. */
export async function fuzzBodies(seed: number, requests: number): Promise<BodyTally> {
  const chance = createChance(seed);
  const tally: BodyTally = { requests: 0, statuses: {}, failures: [] };
  const stage = await setStage();
  const browser = stage.browser();
  const { id } = await start(browser);
  try {
    while (tally.requests < requests) {
      const { method, path } = call(chance, id);
      const takesBody = method !== "GET" && method !== "OPTIONS";
      const body = takesBody ? { body: text(chance) } : {};
      const sent = chance.once(2) ? headers(chance) : {};
      const response = await browser.request(method, path, { ...body, headers: sent });
      await response.body?.cancel();
      tally.requests++;
      tally.statuses[response.status] = (tally.statuses[response.status] ?? 0) + 1;
      if (response.status >= 500)
        tally.failures.push(`${response.status} ${method} ${path} ${JSON.stringify({ ...body, sent })}`);
    }
  } finally {
    await stage.close();
  }
  return tally;
}
