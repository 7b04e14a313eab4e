import type { Answered, Inbox, PushId } from "../../ports/inbox.ts";
import { present, type Sql } from "./statement.ts";

/** Claiming reads only: of one engine's writers, one writes at a time. */
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
    bindNonce: createNonces(from),
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
