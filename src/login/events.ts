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

/** What an application can be told. Each is emitted after its commit, once, in this process, best effort. */
export interface LoginEvents {
  scanned: Person & { readonly attemptId: string; readonly applicationId: string };
  declined: Person & { readonly attemptId: string; readonly applicationId: string; readonly reason: DeclineReason };
  newcomer: Person & { readonly applicationId: string; readonly account: Account };
  "signed-in": { readonly account: Account; readonly session: Omit<Session, "tokenHash"> };
  /** An account has one more identity, or one back. */
  linked: Person & { readonly applicationId: string; readonly accountId: string };
  /** It has one less: its account took it off, its person said "not me", or gave their WeChat up. */
  unlinked: Person & {
    readonly accountId: string;
    readonly by: "account" | "person" | "cancelled";
    readonly sessionsEnded: number;
  };
  /**
   * The people of an account are told of something: what their chats, their pages and this event say, so that you can
   * write to them by other ways, too. `at` and `dueAt` are milliseconds since the epoch; `dueAt` is when a change that was
   * announced is made. `identity` is whom it is about, `by` which identity of the account approved it; absent: the operator.
   */
  notice: {
    readonly id: string;
    readonly accountId: string;
    readonly kind: NoticeKind;
    readonly at: number;
    readonly applicationId?: string;
    readonly identity?: Person;
    readonly by?: Person;
    readonly changeId?: string;
    readonly dueAt?: number;
  };
  /** The operator marked one of an account's WeChats as lost: what it signed in has ended. */
  lost: Person & { readonly accountId: string; readonly sessionsEnded: number };
  /** The mark was taken back. */
  found: Person & { readonly accountId: string };
  /** The person has changed name or picture in WeChat. */
  "profile-changed": Person & { readonly accountId: string };
  /**
   * The person has withdrawn a consent in WeChat. `code` is `RevokeInfo` as WeChat wrote it, `codes` are the codes in it:
   * by 205 and 301 the name and picture that WeChat told are gone and the sessions ended, by 8 the phone that it told; all
   * others changed nothing here.
   */
  "authorization-revoked": Person & {
    readonly accountId: string;
    readonly code: string;
    readonly codes: readonly string[];
    readonly sessionsEnded: number;
  };
  /** An account is gone with everything about its person, who gave up their WeChat, or whom the operator deleted. */
  erased: { readonly accountId: string; readonly by: "person" | "operator" };
  undone: Person & { readonly attemptId: string; readonly sessionId: string };
  /** `key` and `ticket` are of a QR or a payment of the operator's own, as WeChat wrote them; `scene` is what the QR held. */
  followed: Person & { readonly key?: string; readonly scene?: string; readonly ticket?: string };
  unfollowed: Person & { readonly sessionsEnded: number };
}

export type LoginEvent = { [Name in keyof LoginEvents]: { name: Name; data: LoginEvents[Name] } }[keyof LoginEvents];

type Handler<Name extends keyof LoginEvents> = (event: LoginEvents[Name]) => unknown;

export interface Events {
  /** Calls `handler` for each such event until the answer is called. */
  on<Name extends keyof LoginEvents>(name: Name, handler: Handler<Name>): () => void;
  emit(event: LoginEvent): void;
}

/** A failing handler is logged and harms nobody else. */
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

/** `Promise.try`, which Node 22 has not got. */
const promiseTry = async <T>(handler: (data: T) => unknown, data: T): Promise<unknown> => handler(data);
