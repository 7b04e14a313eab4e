import type { WechatDetails } from "../../domain/account.ts";
import type { Accounts } from "../../ports/accounts.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

/** WeChat's details of people, apart from the fields of their accounts. */
export function createWechatProfiles(
  from: Sql,
): Pick<Accounts, "saveWechatDetails" | "wechatDetailsOf" | "removePhone"> {
  const note = noteTold(from);
  const get = getTold(from);
  const removePhone = from.prepare((p: { id: string }) =>
    from.db
      .updateTable("accounts")
      .set({ phone: null, phone_seen_at: null, phone_told_by: null, told_phone: null })
      .where("id", "=", p.id),
  );
  return {
    saveWechatDetails: async (id, told) => (await note.changes({ ...told, id })) === 1,
    async wechatDetailsOf(id) {
      const row = await get.first({ id });
      return row && present(row);
    },
    removePhone: async (id) => (await removePhone.changes({ id })) === 1,
  };
}

const noteTold = ({ db, prepare }: Sql) =>
  prepare((p: Nullable<WechatDetails> & { id: string }) =>
    db
      .updateTable("accounts")
      .set((eb) => ({
        told_by: eb.fn.coalesce(eb.val(p.toldBy), "told_by"),
        told_name: eb.fn.coalesce(eb.val(p.toldName), "told_name"),
        told_avatar: eb.fn.coalesce(eb.val(p.toldAvatar), "told_avatar"),
        phone_told_by: eb.fn.coalesce(eb.val(p.phoneToldBy), "phone_told_by"),
        told_phone: eb.fn.coalesce(eb.val(p.toldPhone), "told_phone"),
      }))
      .where("id", "=", p.id),
  );

const getTold = ({ db, prepare }: Sql) =>
  prepare((p: { id: string }) =>
    db
      .selectFrom("accounts")
      .select([
        "told_by as toldBy",
        "told_name as toldName",
        "told_avatar as toldAvatar",
        "phone_told_by as phoneToldBy",
        "told_phone as toldPhone",
      ])
      .where("id", "=", p.id),
  );
