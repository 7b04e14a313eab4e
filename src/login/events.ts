import type { Account } from "../domain/account.ts";
import type { DeclineReason } from "../domain/attempt.ts";
import type { NoticeKind } from "../domain/notice.ts";
import type { Session } from "../domain/session.ts";
import type { Log } from "../ports/log.ts";

/** A person, as a source knows them. */
export interface Person {
  readonly appid: string;
  readonly openId: string;
}

/**
 * The events of {@link Saoma.on}. Each is emitted once, in this process, after its transaction has committed. They
 * are not stored: a crash loses those not yet handled.
 */
export interface LoginEvents {
  /** A person scanned the QR of an attempt, or sent its code. */
  scanned: Person & {
    /** The attempt's id. */
    readonly attemptId: string;
    /** The application's id. */
    readonly applicationId: string;
  };
  /** An attempt was declined. */
  declined: Person & {
    /** The attempt's id. */
    readonly attemptId: string;
    /** The application's id. */
    readonly applicationId: string;
    /** Why it was declined. */
    readonly reason: DeclineReason;
  };
  /** An account was created for a newcomer. */
  newcomer: Person & {
    /** The application's id. */
    readonly applicationId: string;
    /** The new account. */
    readonly account: Account;
  };
  /** A browser or device was signed in. */
  "signed-in": {
    /** The account. */
    readonly account: Account;
    /** The new session. */
    readonly session: Omit<Session, "tokenHash">;
  };
  /** An identity was linked to an account, or restored to it. */
  linked: Person & {
    /** The application's id. */
    readonly applicationId: string;
    /** The account's id. */
    readonly accountId: string;
  };
  /** An identity was taken from an account: removed by it, undone by the person, or cancelled in WeChat. */
  unlinked: Person & {
    /** The account's id. */
    readonly accountId: string;
    /**
     * `account`: removed on a page. `person`: undone with "not me". `cancelled`: the person deleted their WeChat.
     */
    readonly by: "account" | "person" | "cancelled";
    /** How many sessions ended with it. */
    readonly sessionsEnded: number;
  };
  /**
   * The people of an account are told something, in their chats and on their pages. Handle this event to tell them
   * by other means too.
   */
  notice: {
    /** The notice's id. */
    readonly id: string;
    /** The account's id. */
    readonly accountId: string;
    /** What happened, or will happen. */
    readonly kind: NoticeKind;
    /** When it happened or was announced, in milliseconds since the epoch. */
    readonly at: number;
    /** The application that it was done at; absent for the operator. */
    readonly applicationId?: string;
    /** The identity concerned. */
    readonly identity?: Person;
    /** The identity of the account that approved it; absent if the operator did it. */
    readonly by?: Person;
    /** The id of the announced change. */
    readonly changeId?: string;
    /** When an announced change takes effect, in milliseconds since the epoch. */
    readonly dueAt?: number;
  };
  /** The operator marked an identity of an account as lost; its sessions have ended. */
  lost: Person & {
    /** The account's id. */
    readonly accountId: string;
    /** How many sessions ended. */
    readonly sessionsEnded: number;
  };
  /** The operator removed that mark. */
  found: Person & {
    /** The account's id. */
    readonly accountId: string;
  };
  /** The operator suspended an account; its sessions have ended, and nobody can sign in to it. */
  suspended: {
    /** The account's id. */
    readonly accountId: string;
    /** How many sessions ended. */
    readonly sessionsEnded: number;
  };
  /** The operator lifted a suspension. */
  unsuspended: {
    /** The account's id. */
    readonly accountId: string;
  };
  /** The person changed their name or picture in WeChat. */
  "profile-changed": Person & {
    /** The account's id. */
    readonly accountId: string;
  };
  /**
   * The person withdrew a consent in WeChat. With the codes 205 and 301, the name and picture from WeChat are
   * deleted and the sessions end; with 8, the phone from WeChat is deleted. All other codes change nothing here.
   */
  "authorization-revoked": Person & {
    /** The account's id. */
    readonly accountId: string;
    /** `RevokeInfo` as WeChat wrote it. */
    readonly code: string;
    /** The single codes in it. */
    readonly codes: readonly string[];
    /** How many sessions ended. */
    readonly sessionsEnded: number;
  };
  /** An account was deleted with everything about its person. */
  erased: {
    /** The id that the account had. */
    readonly accountId: string;
    /** `person`: they deleted their WeChat. `operator`: the operator deleted the account. */
    readonly by: "person" | "operator";
  };
  /** The person undid a sign-in with "not me"; its session has ended. */
  undone: Person & {
    /** The attempt's id. */
    readonly attemptId: string;
    /** The id of the session that ended. */
    readonly sessionId: string;
  };
  /** A person followed an official account, outside a sign-in. */
  followed: Person & {
    /** `EventKey` as WeChat wrote it, of a QR or a payment of the operator's own. */
    readonly key?: string;
    /** The scene of that QR. */
    readonly scene?: string;
    /** The ticket of that QR. */
    readonly ticket?: string;
  };
  /** A person unfollowed an official account. */
  unfollowed: Person & {
    /** How many sessions ended; 0 unless the source has `unfollow: "sign-out"`. */
    readonly sessionsEnded: number;
  };
}

const names: Readonly<Record<keyof LoginEvents, true>> = {
  scanned: true,
  declined: true,
  newcomer: true,
  "signed-in": true,
  linked: true,
  unlinked: true,
  notice: true,
  lost: true,
  found: true,
  "profile-changed": true,
  "authorization-revoked": true,
  erased: true,
  suspended: true,
  unsuspended: true,
  undone: true,
  followed: true,
  unfollowed: true,
};

/** The names of all events. */
export const eventNames = Object.keys(names) as (keyof LoginEvents)[];

export type LoginEvent = { [Name in keyof LoginEvents]: { name: Name; data: LoginEvents[Name] } }[keyof LoginEvents];

type Handler<Name extends keyof LoginEvents> = (event: LoginEvents[Name]) => unknown;

export interface Events {
  /** Calls `handler` for each event of this name. Returns a function that unsubscribes it. */
  on<Name extends keyof LoginEvents>(name: Name, handler: Handler<Name>): () => void;
  emit(event: LoginEvent): void;
}

/** A failing handler is logged, and does not affect the others. */
export function createEvents(log: Log): Events {
  const handlers = new Map<string, Set<(data: never) => unknown>>();
  return {
    on(name, handler) {
      const ofName = handlers.get(name) ?? new Set();
      handlers.set(name, ofName.add(handler));
      return () => ofName.delete(handler);
    },
    emit({ name, data }) {
      for (const handler of handlers.get(name) ?? []) {
        promiseTry(handler, data as never).catch((error: unknown) =>
          log.error({ err: error, event: name }, "an event handler failed"),
        );
      }
    },
  };
}

/** `Promise.try`, which Node 22 does not have. */
const promiseTry = async <T>(handler: (data: T) => unknown, data: T): Promise<unknown> => handler(data);
