import type { Inbox, PushId } from "../../ports/store.ts";
import { createNonces } from "../sql/inbox.ts";
import { present, type Sql } from "../sql/statement.ts";

/** When a push that is claimed was answered. Nobody but its own transaction ever sees it. */
const notYet = -1;

/**
 * Claims a push by writing it. To look first would note the page of the index on which it is not, and of two pushes whose
 * keys belong there, one would be run again. Of two with one key, the second waits for the first to end.
 */
export function createPostgresInbox(from: Sql): Inbox {
  const claim = claimPush(from);
  const release = releasePush(from);
  const answer = answerPush(from);
  const answered = getAnswer(from);
  return {
    async claim(push) {
      if ((await claim.changes(push)) === 1) return undefined;
      const row = await answered.first(push);
      return row && present(row);
    },
    async release(push) {
      await release.changes(push);
    },
    async answer(push, given, at) {
      if ((await answer.changes({ ...push, reply: given.reply, at })) === 1) return given;
      const row = await answered.first(push);
      return row ? present(row) : given;
    },
    bindNonce: createNonces(from),
  };
}

const claimPush = ({ db, prepare }: Sql) =>
  prepare((p: PushId) =>
    db
      .insertInto("answers")
      .values({ created_at: p.createTime, appid: p.appid, key: p.key, reply: null, answered_at: notYet })
      .onConflict((conflict) => conflict.doNothing()),
  );

const releasePush = ({ db, prepare }: Sql) =>
  prepare((p: PushId) =>
    db
      .deleteFrom("answers")
      .where("key", "=", p.key)
      .where("appid", "=", p.appid)
      .where("created_at", "=", p.createTime)
      .where("answered_at", "=", notYet),
  );

const answerPush = ({ db, prepare }: Sql) =>
  prepare((p: PushId & { reply: string | null; at: number }) =>
    db
      .insertInto("answers")
      .values({ created_at: p.createTime, appid: p.appid, key: p.key, reply: p.reply, answered_at: p.at })
      .onConflict((conflict) =>
        conflict
          .columns(["key", "appid", "created_at"])
          .doUpdateSet({ reply: p.reply, answered_at: p.at })
          .where("answers.answered_at", "=", notYet),
      ),
  );

const getAnswer = ({ db, prepare }: Sql) =>
  prepare((p: PushId) =>
    db
      .selectFrom("answers")
      .select("reply")
      .where("key", "=", p.key)
      .where("appid", "=", p.appid)
      .where("created_at", "=", p.createTime)
      .where("answered_at", "<>", notYet),
  );
