import type { Answered, Inbox } from "../../ports/store.ts";
import { present, type Sql } from "./statement.ts";

export function createInbox(from: Sql): Inbox {
  const answered = getAnswer(from);
  const answer = keepAnswer(from);
  const bind = bindNonce(from);
  const bound = from.prepare((p: { appid: string; nonce: string }) =>
    from.db.selectFrom("nonces").select("fingerprint").where("appid", "=", p.appid).where("nonce", "=", p.nonce),
  );

  return {
    answered,
    async answer(appid, key, given, at) {
      const kept = await answer.changes({ appid, key, reply: given.reply, at });
      return (kept === 0 && (await answered(appid, key))) || given;
    },
    async bindNonce(appid, nonce, fingerprint, at) {
      if ((await bind.changes({ appid, nonce, fingerprint, at })) === 1) return true;
      return (await bound.first({ appid, nonce }))?.fingerprint === fingerprint;
    },
  };
}

function getAnswer({ db, prepare }: Sql): (appid: string, key: string) => Promise<Answered | undefined> {
  const get = prepare((p: { appid: string; key: string }) =>
    db.selectFrom("answers").select("reply").where("appid", "=", p.appid).where("key", "=", p.key),
  );
  return async (appid, key) => {
    const row = await get.first({ appid, key });
    return row && present(row);
  };
}

const keepAnswer = ({ db, prepare }: Sql) =>
  prepare((p: { appid: string; key: string; reply: string | null; at: number }) =>
    db
      .insertInto("answers")
      .values({ appid: p.appid, key: p.key, reply: p.reply, answered_at: p.at })
      .onConflict((conflict) => conflict.columns(["appid", "key"]).doNothing()),
  );

const bindNonce = ({ db, prepare }: Sql) =>
  prepare((p: { appid: string; nonce: string; fingerprint: string; at: number }) =>
    db
      .insertInto("nonces")
      .values({ appid: p.appid, nonce: p.nonce, fingerprint: p.fingerprint, bound_at: p.at })
      .onConflict((conflict) => conflict.columns(["appid", "nonce"]).doNothing()),
  );
