// Measures session checks and token refreshes.
import { join } from "node:path";
import { origin } from "./account.ts";
import type { Outcome } from "./load/job.ts";
import { request } from "./load/pushes.ts";
import { inFolder } from "./measure/folder.ts";
import { median } from "./measure/median.ts";
import { startGenerator, startServer } from "./measure/process.ts";
import type { Ratios } from "./measure/ratios.ts";
import { cookieOf, refreshTokenOf, writeSessions } from "./measure/sessions.ts";
import { figure, ratio, table } from "./measure/table.ts";
import type { Options } from "./options.ts";

const concurrency = 64;
const cookies = 2_000;
const refreshesPerSecond = 8_000;

type Slice = Outcome & { readonly cpu: number };

const rows = {
  "bare, GET": "node:http, says success",
  session: "GET /v1/session, by cookie",
  "better-auth": "better-auth, GET /api/auth/get-session",
  "bare, POST": "node:http, reads and says success",
  refresh: "POST /v1/tokens/refresh, durable",
} as const;

type Row = keyof typeof rows;

/** Measures session checks and token refreshes, compared with a `node:http` server without sessions. */
export async function sessions({ rounds, quick }: Options): Promise<Ratios> {
  const ms = quick ? 400 : 1_500;
  return inFolder(async (folder) => {
    const path = join(folder, "saoma.db");
    const [bare, saoma] = [await startServer("bare", {}), await startServer("saoma", { path, mode: "safe" })];
    const betterAuth = await startServer("better-auth", { path: join(folder, "better-auth.db") });
    const theirs = (await (await fetch(`http://127.0.0.1:${betterAuth.port}/cookies`)).json()) as string[];
    const generator = startGenerator();
    await writeSessions(path, "cookie", 0, cookies);
    let written = cookies;

    const servers = {
      "bare, GET": bare,
      session: saoma,
      "better-auth": betterAuth,
      "bare, POST": bare,
      refresh: saoma,
    };

    /** A refresh token can be used once, so each slice gets its own. */
    async function textsOf(row: Row, ms: number): Promise<string[]> {
      if (row === "better-auth") return theirs.map((cookie) => get("/api/auth/get-session", cookie));
      if (row !== "refresh") return Array.from({ length: 500 }, (_, n) => textOf(row, n));
      const [from, count] = [written, Math.ceil((ms / 1000) * refreshesPerSecond)];
      await writeSessions(path, "token", from, count);
      written += count;
      return Array.from({ length: count }, (_, n) => textOf(row, from + n));
    }

    async function slice(row: Row, ms: number): Promise<Slice> {
      const server = servers[row];
      const texts = await textsOf(row, ms);
      await generator.prepare({ port: server.port, concurrency, ms, requests: { texts }, again: row !== "refresh" });
      const before = await server.ask("cpu");
      const outcome = await generator.run();
      if (outcome.failed > 0) throw new Error(`${rows[row]}: ${outcome.failed} of ${outcome.done} failed`);
      return { ...outcome, cpu: (await server.ask("cpu")) - before };
    }

    const slices = new Map<Row, Slice[]>();
    // A warm-up, because on a busy machine V8 takes a while to compile the hot functions.
    for (const row of Object.keys(rows) as Row[]) await slice(row, quick ? 500 : 4_000);
    for (let round = 0; round < rounds; round++) {
      for (const row of Object.keys(rows) as Row[]) slices.set(row, [...(slices.get(row) ?? []), await slice(row, ms)]);
    }
    await Promise.all([generator.stop(), bare.stop(), saoma.stop(), betterAuth.stop()]);
    return report(slices);
  });
}

function textOf(row: Row, index: number): string {
  if (row === "session" || row === "bare, GET") return get("/v1/session", cookieOf(index));
  const body = JSON.stringify({ refreshToken: refreshTokenOf(index) });
  return request(
    "POST",
    "/v1/tokens/refresh",
    { "Content-Type": "application/json", "User-Agent": "tv/1" },
    body,
  ).toString();
}

const get = (path: string, Cookie: string): string =>
  request("GET", path, { Cookie, Origin: origin, "Sec-Fetch-Site": "same-origin" }).toString();

function report(slices: ReadonlyMap<Row, readonly Slice[]>): Ratios {
  const of = (row: Row, what: (slice: Slice) => number) => (slices.get(row) ?? []).map(what);
  const perSecond = ({ done, ms }: Slice) => (done / ms) * 1000;
  const perCpu = ({ done, cpu }: Slice) => done / cpu;
  const against = (row: Row, bare: Row, what: (slice: Slice) => number) => {
    const base = of(bare, what);
    return median(of(row, what).map((value, round) => value / (base[round] ?? Number.NaN)));
  };
  const lines = (Object.keys(rows) as Row[]).map((row) => {
    const bare = row === "refresh" || row === "bare, POST" ? "bare, POST" : "bare, GET";
    return [
      rows[row],
      figure(median(of(row, perSecond))),
      ratio(against(row, bare, perSecond)),
      figure(median(of(row, perCpu))),
      ratio(against(row, bare, perCpu)),
      figure(median(of(row, ({ p50 }) => p50))),
      figure(median(of(row, ({ p99 }) => p99))),
    ];
  });
  console.log(`\n${concurrency} at once`);
  console.log(table(["", "requests/s", "of bare", "per CPU s", "of bare", "p50 ms", "p99 ms"], lines));
  return {
    [`${rows.session}, of bare`]: against("session", "bare, GET", perCpu),
    [`${rows.session}, of better-auth's`]: against("session", "better-auth", perCpu),
    [`${rows.refresh}, of bare`]: against("refresh", "bare, POST", perCpu),
  };
}
