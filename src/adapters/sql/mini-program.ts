import type { MiniProgramSession } from "../../domain/mini-program.ts";
import type { Pictures } from "../../ports/attempts.ts";
import type { Reads } from "../../ports/reads.ts";
import type { MiniProgramSessions } from "../../ports/sessions.ts";
import { type Nullable, present, type Sql } from "./statement.ts";

/** The queries and writes of sessions at mini-programs. */
export function createMiniProgramSessions({ db, prepare }: Sql): MiniProgramSessions {
  const insert = prepare((p: Nullable<MiniProgramSession>) =>
    db
      .insertInto("mini_program_sessions")
      .values({
        token_hash: p.tokenHash,
        appid: p.appid,
        open_id: p.openId,
        union_id: p.unionId,
        expires_at: p.expiresAt,
      })
      .onConflict((conflict) => conflict.doNothing()),
  );
  return { insert: async (session) => (await insert.changes(session)) === 1 };
}

export function getMiniProgramSession({ db, prepare }: Sql): Reads["miniProgramSession"] {
  const get = prepare((p: { tokenHash: string }) =>
    db
      .selectFrom("mini_program_sessions")
      .select([
        "token_hash as tokenHash",
        "appid",
        "open_id as openId",
        "union_id as unionId",
        "expires_at as expiresAt",
      ])
      .where("token_hash", "=", p.tokenHash),
  );
  return async (tokenHash) => {
    const row = await get.first({ tokenHash });
    return row && present(row);
  };
}

export function createPictures({ db, prepare }: Sql): Pictures {
  const insert = prepare((p: { attemptId: string; image: string; at: number }) =>
    db
      .insertInto("pictures")
      .values({ attempt_id: p.attemptId, image: p.image, kept_at: p.at })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const get = prepare((p: { attemptId: string }) =>
    db.selectFrom("pictures").select("image").where("attempt_id", "=", p.attemptId),
  );
  return {
    insert: async (attemptId, image, at) => (await insert.changes({ attemptId, image, at })) === 1,
    get: async (attemptId) => (await get.first({ attemptId }))?.image,
  };
}
