// How often pushes have to run again on PostgreSQL, in a database with thousands of rows and with concurrent sweeps. It
// depends on chance, so a round above the limit is repeated.
import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openPostgresStore, type PostgresStore } from "../../src/adapters/postgres/store.ts";
import type { Attempt } from "../../src/domain/attempt.ts";
import type { PushId } from "../../src/ports/inbox.ts";
import { createFakeClock } from "../../src/testing/clock.ts";
import { sampleAttempt } from "../../src/testing/store/samples.ts";
import { hasPostgres, targetOf, usePostgres } from "../stage/use-postgres.ts";

const [before, pushes, atOnce] = [30_000, 600, 16];

const name = (): string => randomBytes(16).toString("base64url");
const pushOf = (key: string): PushId => ({ appid: "wx1", key: `d:${key}`, createTime: 1_700_000_000 });

/** The transaction of a scan's push. Each scan has an attempt and a person of its own, so that no two share a row. */
const scan = (store: PostgresStore, attempt: Attempt): Promise<unknown> =>
  store.transact(async ({ inbox, attempts, accounts }) => {
    const push = pushOf(attempt.scene);
    if (await inbox.claim(push)) throw new Error("the push was answered before");
    const found = await attempts.byScene(attempt.appid, attempt.scene);
    if (!found) throw new Error("the attempt is gone");
    const openId = name();
    await accounts.identity(found.appid, openId);
    await attempts.replace(found, { ...found, status: "scanned", version: 2, openId, prompt: 1 });
    return inbox.answer(push, { reply: "asked" }, 1);
  });

async function inGroups<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  const work = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Keys as random as the service's, in the same alphabet, so that they share its index pages. */
const random = (what: string): string =>
  `translate(rtrim(encode(sha256(('${what}' || i)::bytea), 'base64'), '='), '+/', '-_')`;

/** The rows of a service that has run for a while. */
const rows = `insert into attempts (id, application_id, channel, appid, purpose, claim_hash, browser_name, language, scene,
    content, created_at, status, version, expires_at, open_id, scan_seq)
  select ${random("i")}, 'shop', 'official-account-qr', 'wx1', 'sign-in', 'c', 'b', 'zh-CN', ${random("s")}, 'x', i, 'expired',
    2, i, ${random("p")}, i from generate_series(1, ${before}) i;
insert into answers (appid, key, created_at, answered_at) select 'wx1', 'd:' || ${random("k")}, 1, 1
  from generate_series(1, ${before}) i;
insert into identities (appid, open_id, account_id) select 'wx1', ${random("p")}, 'a' from generate_series(1, ${before}) i`;

describe.skipIf(!hasPostgres)("on PostgreSQL", () => {
  const server = usePostgres();

  test(`of ${pushes} scans, ${atOnce} at once, at most one in twenty is run again`, { retry: 2 }, async () => {
    const url = await server.fresh();
    let retries = 0;
    const onRetry = () => retries++;
    const store = await openPostgresStore({ target: await targetOf(url), clock: createFakeClock(), onRetry });
    await server.rows(url, `set session_replication_role = replica; ${rows}`);
    const scanned = Array.from({ length: pushes }, () => sampleAttempt(name(), { scene: name() }));
    await inGroups(scanned, (one) => store.transact(({ attempts }) => attempts.insert(one)));
    retries = 0;
    let done = false;
    const sweeping = (async () => {
      while (!done) await store.housekeeping.inbox(20_000, 100);
    })();
    await inGroups(scanned, (one) => scan(store, one));
    done = true;
    await sweeping;
    while ((await store.housekeeping.inbox(20_000, 10_000)) > 0);
    await store.close();
    // `npm run bench -- scale` measures a whole service, with larger and smaller databases.
    expect(retries / pushes).toBeLessThanOrEqual(0.05);
    const left = await server.rows(url, "select count(*)::int as n from answers");
    expect(left).toEqual([{ n: pushes }]);
  });
});
