import type { Inbox, PushId } from "../../ports/inbox.ts";
import { createHolds, createNonces } from "../sql/inbox.ts";
import { present, type Sql } from "../sql/statement.ts";

/**
 * The `answered_at` of a claimed push that has no answer yet. Only the claiming transaction sees it: it is never
 * committed.
 */
const notYet = -1;

/**
 * Claims a push by an insert. A select first would count as having read the index page where the key belongs, and of
 * two concurrent pushes with keys on that page, one would be run again. Of two pushes with the same key, the second
 * waits until the first has ended.
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
    hold: createHolds(from),
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
