import { sql } from "kysely";
import { type KnownBrowser, knownFor, type Strength } from "../../domain/known-browser.ts";
import type { Reads } from "../../ports/reads.ts";
import type { Browsers } from "../../ports/sessions.ts";
import type { Sql } from "./statement.ts";

/** The queries and writes of known browsers and their marks. */
export function createBrowsers(from: Sql): Browsers {
  const knows = knowsBrowser(from);
  const remember = rememberBrowser(from);
  const mark = markBrowser(from);
  const { db, prepare } = from;
  const forget = prepare((p: KnownBrowser) =>
    db
      .deleteFrom("known_browsers")
      .where("browser_hash", "=", p.browserHash)
      .where("account_id", "=", p.accountId)
      .where("application_id", "=", p.applicationId),
  );
  const forgetAt = prepare((p: Pick<KnownBrowser, "browserHash" | "accountId">) =>
    db.deleteFrom("known_browsers").where("browser_hash", "=", p.browserHash).where("account_id", "=", p.accountId),
  );
  const forgetAll = prepare((p: Pick<KnownBrowser, "accountId">) =>
    db.deleteFrom("known_browsers").where("account_id", "=", p.accountId),
  );
  return {
    knows,
    async remember(known, strength, at) {
      await remember.changes({ ...known, strength, at, since: at - knownFor });
    },
    async forget(known) {
      await forget.changes(known);
    },
    async forgetEverywhere(browserHash, accountId) {
      await forgetAt.changes({ browserHash, accountId });
    },
    async forgetAll(accountId) {
      await forgetAll.changes({ accountId });
    },
    async mark(browserHash, value, at) {
      await mark.changes({ browserHash, value, at });
    },
  };
}

export function knowsBrowser(from: Sql): Reads["knowsBrowser"] {
  const find = from.prepare((p: KnownBrowser & { strength: Strength; since: number }) =>
    from.db
      .selectFrom("known_browsers")
      .select(sql.lit(1).as("known"))
      .where("browser_hash", "=", p.browserHash)
      .where("account_id", "=", p.accountId)
      .where("application_id", "=", p.applicationId)
      .where("strength", ">=", p.strength)
      .where("used_at", ">", p.since),
  );
  return async (known, strength, now) =>
    (await find.first({ ...known, strength, since: now - knownFor })) !== undefined;
}

export function getBrowserMark({ db, prepare }: Sql): Reads["browserMark"] {
  const get = prepare((p: Pick<KnownBrowser, "browserHash">) =>
    db.selectFrom("browser_marks").select("mark").where("browser_hash", "=", p.browserHash),
  );
  return async (browserHash) => (await get.first({ browserHash }))?.mark;
}

/** Stores a known browser. The strongest proof so far is kept, unless the stored row has expired. */
const rememberBrowser = ({ db, prepare }: Sql) =>
  prepare((p: KnownBrowser & { strength: Strength; at: number; since: number }) =>
    db
      .insertInto("known_browsers")
      .values({
        browser_hash: p.browserHash,
        account_id: p.accountId,
        application_id: p.applicationId,
        strength: p.strength,
        used_at: p.at,
      })
      .onConflict((conflict) =>
        conflict.columns(["browser_hash", "account_id", "application_id"]).doUpdateSet({
          strength: sql<Strength>`case when known_browsers.used_at > ${p.since} and known_browsers.strength > ${p.strength}
            then known_browsers.strength else ${p.strength} end`,
          used_at: p.at,
        }),
      ),
  );

const markBrowser = ({ db, prepare }: Sql) =>
  prepare((p: { browserHash: string; value: string; at: number }) =>
    db
      .insertInto("browser_marks")
      .values({ browser_hash: p.browserHash, mark: p.value, marked_at: p.at })
      .onConflict((conflict) => conflict.column("browser_hash").doUpdateSet({ mark: p.value, marked_at: p.at })),
  );
