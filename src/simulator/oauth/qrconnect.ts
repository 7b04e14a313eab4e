// The states of a website login, and its long-poll.
import { randomToken } from "../../base/bytes.ts";
import { dropOldest } from "../../base/drop-oldest.ts";
import type { Random } from "../../base/random.ts";
import type { MovableClock } from "../clock.ts";
import { Refused } from "../refused.ts";
import type { Settings } from "../settings.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { Grants } from "./grants.ts";

/** `window.wx_errcode` of the long-poll: waiting, scanned, cancelled, expired, authorised. */
export type Status = 408 | 404 | 403 | 402 | 405;

/** One qrconnect page: its QR, and the progress of the person with the phone. */
export interface Login {
  readonly uuid: string;
  readonly account: Account;
  readonly redirectUri: string;
  readonly state: string;
  readonly expiresAt: number;
  status: Exclude<Status, 402>;
  /** The person who scanned last. */
  person: string | undefined;
  code: string;
}

/** The open qrconnect pages. The oldest are dropped. */
export interface Logins {
  open(account: Account, redirectUri: string, state: string): Login;
  get(uuid: string): Login | undefined;
  statusOf(login: Login): Status;
  /** Notes that a phone has scanned the QR. Throws {@link Refused} (409) if it has expired or was used. */
  scan(login: Login, person: Person): void;
  /** Notes the answer of the person who scanned. Throws as `scan` does, and also for any other person. */
  answer(login: Login, person: Person, allow: boolean): void;
  /** Calls `changed` when the status of this login changes. Returns a function that stops waiting. */
  watch(login: Login, changed: () => void): () => void;
}

const maxLogins = 5000;

export function createLogins(clock: MovableClock, random: Random, settings: Settings, grants: Grants): Logins {
  const logins = new Map<string, Login>();
  const watchers = new Map<string, Set<() => void>>();
  const statusOf = (login: Login): Status =>
    clock.seconds() >= login.expiresAt && login.status !== 405 ? 402 : login.status;
  const move = (login: Login, status: Login["status"]): void => {
    login.status = status;
    for (const changed of [...(watchers.get(login.uuid) ?? [])]) changed();
  };
  const needOpen = (login: Login): void => {
    const status = statusOf(login);
    if (status === 402) throw new Refused(409, "the QR has expired");
    if (status === 405) throw new Refused(409, "this login was confirmed already");
  };
  return {
    open(account, redirectUri, state) {
      const uuid = `0${randomToken(random, 12).slice(1)}`;
      const expiresAt = clock.seconds() + settings.qrconnectSeconds;
      const login: Login = { uuid, account, redirectUri, state, expiresAt, status: 408, person: undefined, code: "" };
      logins.set(uuid, login);
      dropOldest(logins, maxLogins);
      return login;
    },
    get: (uuid) => logins.get(uuid),
    statusOf,
    scan(login, person) {
      needOpen(login);
      login.person = person.name;
      move(login, 404);
    },
    answer(login, person, allow) {
      needOpen(login);
      if (login.person !== person.name || login.status !== 404)
        throw new Refused(409, `${person.name} is not the one who scanned this QR last`);
      if (!allow) return move(login, 403);
      const { appid } = login.account;
      login.code = grants.code({ appid, person: person.name, scope: "snsapi_login", isSnapshot: false });
      move(login, 405);
    },
    watch(login, changed) {
      const all = watchers.get(login.uuid) ?? new Set();
      watchers.set(login.uuid, all.add(changed));
      return () => {
        all.delete(changed);
        if (all.size === 0) watchers.delete(login.uuid);
      };
    },
  };
}
