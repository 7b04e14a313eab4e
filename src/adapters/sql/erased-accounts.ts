// The ids of deleted accounts, which no other account gets.
import { sql } from "kysely";
import { sha256 } from "../../base/bytes.ts";
import type { People } from "../../ports/people.ts";
import type { Sql } from "./statement.ts";

interface ErasedAccounts extends Pick<People, "wasErased"> {
  /** Remembers an account's id while the account is there still. */
  note(accountId: string, at: number): Promise<void>;
}

/** Stores a hash of each id, which identifies nobody without the id itself. */
export function createErasedAccounts({ db, prepare }: Sql): ErasedAccounts {
  const note = prepare((p: { accountId: string; idHash: string; at: number }) => ({
    compile: () =>
      sql`insert into erased_accounts (id_hash, erased_at)
        select cast(${p.idHash} as text), cast(${p.at} as bigint) from accounts where id = ${p.accountId}
        on conflict (id_hash) do nothing`.compile(db),
  }));
  const find = prepare((p: { idHash: string }) =>
    db.selectFrom("erased_accounts").select("erased_at as at").where("id_hash", "=", p.idHash),
  );
  return {
    async note(accountId, at) {
      await note.changes({ accountId, idHash: hashOf(accountId), at });
    },
    wasErased: async (accountId) => (await find.first({ idHash: hashOf(accountId) })) !== undefined,
  };
}

const hashOf = (accountId: string): string => sha256("erased-account", accountId);
