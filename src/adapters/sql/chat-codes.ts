import type { ChatCode } from "../../domain/chat-code.ts";
import type { ChatCodes } from "../../ports/attempts.ts";
import { atMost, type Sql } from "./statement.ts";

/** The queries and writes of codes that a chat gave, each usable once. */
export function createChatCodes(from: Sql): ChatCodes {
  const { db, prepare } = from;
  const insert = insertCode(from);
  const take = takeCode(from);
  const live = liveCodes(from);
  const forgetOthers = prepare((p: { appid: string; openId: string; hash: string }) =>
    db
      .deleteFrom("chat_codes")
      .where("appid", "=", p.appid)
      .where("open_id", "=", p.openId)
      .where("hash", "<>", p.hash)
      .where("attempt_id", "is", null),
  );

  return {
    async insert({ appid, hash, openId, expiresAt }) {
      if ((await insert.changes({ appid, hash, openId, expiresAt })) === 0) return false;
      await forgetOthers.changes({ appid, openId, hash });
      return true;
    },
    take: async (appid, hash, attemptId, now) => (await take.first({ appid, hash, attemptId, now }))?.openId,
    live: async (appid, now, most) => (await live.first({ appid, now, most }))?.live ?? 0,
  };
}

const insertCode = ({ db, prepare }: Sql) =>
  prepare((p: ChatCode) =>
    db
      .insertInto("chat_codes")
      .values({ appid: p.appid, hash: p.hash, open_id: p.openId, expires_at: p.expiresAt, attempt_id: null })
      .onConflict((conflict) => conflict.columns(["appid", "hash"]).doNothing()),
  );

const takeCode = ({ db, prepare }: Sql) =>
  prepare((p: { appid: string; hash: string; attemptId: string; now: number }) =>
    db
      .updateTable("chat_codes")
      .set({ attempt_id: p.attemptId })
      .where("appid", "=", p.appid)
      .where("hash", "=", p.hash)
      .where("expires_at", ">", p.now)
      .where((or) => or.or([or("attempt_id", "is", null), or("attempt_id", "=", p.attemptId)]))
      .returning("open_id as openId"),
  );

const liveCodes = ({ db, prepare }: Sql) =>
  prepare((p: { appid: string; now: number; most: number }) =>
    db
      .selectFrom(
        db
          .selectFrom("chat_codes")
          .select("hash")
          .where("expires_at", ">", p.now)
          .where("appid", "=", p.appid)
          .limit(atMost(p.most))
          .as("counted"),
      )
      .select((eb) => eb.fn.countAll<number>().as("live")),
  );
