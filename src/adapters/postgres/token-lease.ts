import { openConnection, type Target } from "./connection.ts";

/** Advisory locks have only a number, so another program's lock could have the same one by chance. */
const take = "select pg_advisory_lock(hashtext('saoma token ' || $1::text))";

/** How long the others wait for an instance that has stopped responding. The server enforces it. */
const setTimeouts = "set statement_timeout = '2500ms'; set lock_timeout = '2500ms'";

/**
 * Lets one instance at a time get an account's access token while the others wait for it; as `TokenLease` of
 * `saoma/wechat`. The lock belongs to a database session of its own, which ends with the process. An instance that has
 * waited too long, or cannot connect, calls WeChat without the lock: WeChat returns the same stable token to all
 * callers.
 */
export const createPostgresTokenLease = (target: Target) => ({
  async hold<T>(appid: string, work: () => Promise<T>): Promise<T> {
    const connection = await openConnection(target).catch(() => undefined);
    try {
      await connection?.query(setTimeouts).catch(() => {});
      await connection?.query({ text: take, values: [appid] }).catch(() => {});
      return await work();
    } finally {
      await connection?.close();
    }
  },
});
