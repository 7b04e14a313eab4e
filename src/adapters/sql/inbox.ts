import type { Answered, Inbox, PushId } from "../../ports/inbox.ts";
import type { Reads } from "../../ports/reads.ts";
import { present, type Sql } from "./statement.ts";

/** Claims a push by a read alone, because SQLite runs one writing transaction at a time. */
export function createInbox(from: Sql): Inbox {
  const answered = getAnswer(from);
  const answer = keepAnswer(from);
  return {
    claim: answered,
    release: async () => {},
    async answer(push, given, at) {
      const kept = await answer.changes({ ...push, reply: given.reply, at });
      return (kept === 0 && (await answered(push))) || given;
    },
    hold: createHolds(from),
    bindNonce: createNonces(from),
  };
}

/** Holds pushes, as `Inbox.hold`. */
export function createHolds(from: Sql): Inbox["hold"] {
  const hold = holdPush(from);
  return async (push, holder, until, now) => (await hold.changes({ ...push, holder, until, now })) === 1;
}

/** Reads the outcome of a held push, as `Reads.heldPush`. */
export function getHeldPush(from: Sql): Reads["heldPush"] {
  const answered = getAnswer(from);
  const held = heldUntil(from);
  return async (push) => {
    const answer = await answered(push);
    const row = answer ? undefined : await held.first(push);
    return { ...(answer ? { answer } : {}), ...(row ? { until: row.held_until } : {}) };
  };
}

/** Binds nonces, as `Inbox.bindNonce`. */
export function createNonces(from: Sql): Inbox["bindNonce"] {
  const bind = bindNonce(from);
  const bound = boundNonce(from);

  return async (appid, { timestamp, nonce }, fingerprint) => {
    if ((await bind.changes({ appid, timestamp, nonce, fingerprint })) === 1) return true;
    return (await bound.first({ appid, timestamp, nonce }))?.fingerprint === fingerprint;
  };
}

function getAnswer({ db, prepare }: Sql): (push: PushId) => Promise<Answered | undefined> {
  const get = prepare((p: PushId) =>
    db
      .selectFrom("answers")
      .select("reply")
      .where("created_at", "=", p.createTime)
      .where("appid", "=", p.appid)
      .where("key", "=", p.key),
  );
  return async (push) => {
    const row = await get.first(push);
    return row && present(row);
  };
}

const keepAnswer = ({ db, prepare }: Sql) =>
  prepare((p: PushId & { reply: string | null; at: number }) =>
    db
      .insertInto("answers")
      .values({ created_at: p.createTime, appid: p.appid, key: p.key, reply: p.reply, answered_at: p.at })
      .onConflict((conflict) => conflict.columns(["created_at", "appid", "key"]).doNothing()),
  );

const holdPush = ({ db, prepare }: Sql) =>
  prepare((p: PushId & { holder: string; until: number; now: number }) =>
    db
      .insertInto("relayed_pushes")
      .values({ created_at: p.createTime, appid: p.appid, key: p.key, holder: p.holder, held_until: p.until })
      .onConflict((conflict) =>
        conflict
          .columns(["created_at", "appid", "key"])
          .doUpdateSet({ holder: p.holder, held_until: p.until })
          .where((eb) =>
            eb.or([eb("relayed_pushes.held_until", "<=", p.now), eb("relayed_pushes.holder", "=", p.holder)]),
          ),
      ),
  );

const heldUntil = ({ db, prepare }: Sql) =>
  prepare((p: PushId) =>
    db
      .selectFrom("relayed_pushes")
      .select("held_until")
      .where("created_at", "=", p.createTime)
      .where("appid", "=", p.appid)
      .where("key", "=", p.key),
  );

interface Nonce {
  readonly appid: string;
  readonly timestamp: number;
  readonly nonce: string;
}

const bindNonce = ({ db, prepare }: Sql) =>
  prepare((p: Nonce & { fingerprint: string }) =>
    db
      .insertInto("nonces")
      .values({ signed_at: p.timestamp, appid: p.appid, nonce: p.nonce, fingerprint: p.fingerprint })
      .onConflict((conflict) => conflict.columns(["signed_at", "appid", "nonce"]).doNothing()),
  );

const boundNonce = ({ db, prepare }: Sql) =>
  prepare((p: Nonce) =>
    db
      .selectFrom("nonces")
      .select("fingerprint")
      .where("signed_at", "=", p.timestamp)
      .where("appid", "=", p.appid)
      .where("nonce", "=", p.nonce),
  );
