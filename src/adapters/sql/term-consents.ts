// The queries and writes of consents to terms.
import type { TermConsent } from "../../domain/terms.ts";
import type { TermConsents } from "../../ports/accounts.ts";
import type { Reads } from "../../ports/reads.ts";
import type { Sql } from "./statement.ts";

export function createTermConsents(from: Sql): TermConsents {
  const { db, prepare } = from;
  const insert = prepare((p: TermConsent) =>
    db
      .insertInto("term_consents")
      .values({
        account_id: p.accountId,
        application_id: p.applicationId,
        title: p.title,
        version: p.version,
        agreed_at: p.agreedAt,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
  return { insert: async (consent) => (await insert.changes({ ...consent })) === 1, of: termConsentsOf(from) };
}

export function termConsentsOf({ db, prepare }: Sql): Reads["termConsentsOf"] {
  const all = prepare((p: { accountId: string; applicationId: string }) =>
    db
      .selectFrom("term_consents")
      .select(["title", "version"])
      .where("account_id", "=", p.accountId)
      .where("application_id", "=", p.applicationId),
  );
  return async (accountId, applicationId) => all.all({ accountId, applicationId });
}
