import type { SigningKey } from "../../domain/signing-key.ts";
import type { SigningKeys } from "../../ports/sessions.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

/** The queries and writes of signing keys. */
export function createSigningKeys(from: Sql): SigningKeys {
  const { db, prepare } = from;
  const insert = insertKey(from);
  const retire = prepare((p: { kid: string; at: number }) =>
    db
      .updateTable("signing_keys")
      .set((eb) => ({ retires_at: eb.fn.coalesce("retires_at", eb.val(p.at)) }))
      .where("kid", "=", p.kid),
  );
  return {
    all: allSigningKeys(from),
    insert: async (key) => (await insert.changes(key)) === 1,
    retire: async (kid, at) => (await retire.changes({ kid, at })) === 1,
  };
}

export function allSigningKeys({ db, prepare }: Sql): SigningKeys["all"] {
  const all = prepare(() =>
    db
      .selectFrom("signing_keys")
      .select([
        "kid",
        "algorithm",
        "public_key as publicKey",
        "sealed_private_key as sealedPrivateKey",
        "active_from as activeFrom",
        "retires_at as retiresAt",
      ])
      .orderBy("kid"),
  );
  return async () => (await all.all({})).map(present);
}

const insertKey = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<SigningKey>) =>
    db
      .insertInto("signing_keys")
      .values({
        kid: p.kid,
        algorithm: p.algorithm,
        public_key: p.publicKey,
        sealed_private_key: p.sealedPrivateKey,
        active_from: p.activeFrom,
        retires_at: p.retiresAt,
      })
      .onConflict((conflict) => conflict.column("kid").doNothing()),
  );
