import { type ClientLogout, retryAt } from "../../domain/client-logout.ts";
import type { LoginContext } from "../context.ts";

/** An outbox of the clients that have to be notified of a session's end. Each is notified at least once. */
export interface OpenIdLogouts {
  /** The notifications of a client that are due, at most `limit`. */
  due(applicationId: string, limit: number): Promise<ClientLogout[]>;
  /**
   * Claims one for half a minute, in which no other instance notifies that client. Returns false if it is claimed
   * already.
   */
  take(logout: ClientLogout): Promise<boolean>;
  /** The client has accepted the notification. */
  done(logout: ClientLogout): Promise<void>;
  /**
   * The client did not accept it. Returns when it is notified again, in milliseconds since the epoch; undefined if it
   * is given up.
   */
  failed(logout: ClientLogout): Promise<number | undefined>;
}

/** Longer than a client may take to answer, in milliseconds. */
const leaseFor = 30_000;

export const createOpenIdLogouts = ({ store }: Pick<LoginContext, "store">): OpenIdLogouts => ({
  due: (applicationId, limit) => store.read.dueClientLogouts(applicationId, store.now(), limit),
  take: (logout) => store.transact(({ clientLogouts, now }) => clientLogouts.lease(logout, now, now + leaseFor)),
  done: (logout) => store.transact(({ clientLogouts }) => clientLogouts.remove(logout)),
  failed: (logout) =>
    store.transact(async ({ clientLogouts, now }) => {
      const next = retryAt({ ...logout, tries: logout.tries + 1 }, now);
      if (next === undefined) await clientLogouts.remove(logout);
      else await clientLogouts.postpone(logout, next);
      return next;
    }),
});
