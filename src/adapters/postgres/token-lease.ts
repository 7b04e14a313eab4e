import { openConnection, type Target } from "./connection.ts";

/** Told apart from other programs' locks by chance alone, as all of PostgreSQL's advisory locks are. */
const take = "select pg_advisory_lock(hashtext('saoma token ' || $1::text))";

/** An instance that stands still keeps the others no longer than this; the server counts. */
const patience = "set statement_timeout = '2500ms'; set lock_timeout = '2500ms'";

/**
 * Lets one of all instances get an account's access token while the others wait for it; as `TokenLease` of
 * `saoma/wechat`. A lock of a session of its own, which ends with the process. Whoever has waited too long, or finds no
 * server, asks WeChat by itself: a stable token is the same for all who ask.
 */
export const createPostgresTokenLease = (target: Target) => ({
  async hold<T>(appid: string, work: () => Promise<T>): Promise<T> {
    const connection = await openConnection(target).catch(() => undefined);
    try {
      await connection?.query(patience).catch(() => {});
      await connection?.query({ text: take, values: [appid] }).catch(() => {});
      return await work();
    } finally {
      await connection?.close();
    }
  },
});
