import type { PhoneBinding, PhoneCode } from "../../domain/phone-binding.ts";
import type { PhoneBindings, SmsSpend } from "../../ports/phones.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

/** The queries and writes of phone bindings, with the hash of the newest SMS code. */
export function createPhoneBindings(from: Sql): PhoneBindings {
  const { db, prepare } = from;
  const insert = insertBinding(from);
  const setCode = prepare((p: Nullable<PhoneCode> & { attemptId: string }) =>
    db
      .updateTable("phone_bindings")
      .set({ phone: p.phone, otp_hash: p.otpHash, otp_expires_at: p.otpExpiresAt, joins: p.joins })
      .where("attempt_id", "=", p.attemptId),
  );
  const setVerified = prepare((p: { attemptId: string; phone: string; newOwnerAt: number | null }) =>
    db
      .updateTable("phone_bindings")
      .set({ verified_phone: p.phone, new_owner_at: p.newOwnerAt })
      .where("attempt_id", "=", p.attemptId),
  );
  const dropCode = prepare((p: { attemptId: string }) =>
    db
      .updateTable("phone_bindings")
      .set({ otp_hash: null, otp_expires_at: null, joins: null })
      .where("attempt_id", "=", p.attemptId),
  );
  return {
    insert: async (binding) => (await insert.changes(binding)) === 1,
    get: getPhoneBinding(from),
    setCode: async (attemptId, code) => (await setCode.changes({ ...code, attemptId })) === 1,
    async setVerified(attemptId, phone, { isBySms, newOwnerAt }) {
      if (!isBySms) await dropCode.changes({ attemptId });
      return (await setVerified.changes({ attemptId, phone, newOwnerAt: newOwnerAt ?? null })) === 1;
    },
  };
}

export function getPhoneBinding({ db, prepare }: Sql): PhoneBindings["get"] {
  const get = prepare((p: { attemptId: string }) =>
    db.selectFrom("phone_bindings").select(columns).where("attempt_id", "=", p.attemptId),
  );
  return async (attemptId) => {
    const row = await get.first({ attemptId });
    return row && present(row);
  };
}

const columns = [
  "attempt_id as attemptId",
  "union_id as unionId",
  "name",
  "avatar",
  "phone",
  "otp_hash as otpHash",
  "otp_expires_at as otpExpiresAt",
  "joins",
  "new_owner_at as newOwnerAt",
  "verified_phone as verifiedPhone",
  "told_name as toldName",
  "kept_at as keptAt",
] as const;

const insertBinding = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<PhoneBinding>) =>
    db
      .insertInto("phone_bindings")
      .values({
        attempt_id: p.attemptId,
        union_id: p.unionId,
        name: p.name,
        avatar: p.avatar,
        phone: p.phone,
        otp_hash: p.otpHash,
        otp_expires_at: p.otpExpiresAt,
        verified_phone: p.verifiedPhone,
        joins: p.joins,
        new_owner_at: p.newOwnerAt,
        told_name: p.toldName,
        kept_at: p.keptAt,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );

export function createSmsSpend({ db, prepare }: Sql): SmsSpend {
  const add = prepare((p: { day: number; amount: number; cap: number }) =>
    db
      .insertInto("sms_spend")
      .values({ day: p.day, amount: p.amount })
      .onConflict((conflict) =>
        conflict
          .column("day")
          .doUpdateSet((eb) => ({ amount: eb("sms_spend.amount", "+", p.amount) }))
          .where((eb) => eb(eb("sms_spend.amount", "+", p.amount), "<=", p.cap)),
      ),
  );
  return { add: async (day, amount, cap) => amount <= cap && (await add.changes({ day, amount, cap })) === 1 };
}
