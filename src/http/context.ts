// What all routes of the public service are given.
import type { Context } from "hono";
import type { Clock } from "../base/clock.ts";
import type { Random } from "../base/random.ts";
import type { RequestScope } from "../base/request-scope.ts";
import type { Login } from "../login/login.ts";
import type { Limits } from "../ports/limits.ts";
import type { Log } from "../ports/log.ts";
import type { PushKeys } from "../wechat/index.ts";
import type { CountAborted } from "./aborted-bodies.ts";
import type { ConnectionLimiter } from "./connection-limiter.ts";
import type { EventWriter } from "./event-source.ts";
import type { PushCounters } from "./push-probe.ts";
import type { AnswerLater } from "./raw-answer.ts";
import type { Waiters } from "./waiters.ts";

/** What the server knows about a request that the request itself does not say. */
export interface Env {
  /**
   * The client's address, behind trusted proxies. Absent if unknown: all such requests share the limits of one
   * address.
   */
  readonly address?: string;
  /**
   * Opens an event stream more cheaply than as a web stream. Calls `begin` with the writer of its blocks, and what
   * `begin` returned when the reader is gone.
   */
  readonly openEvents?: (headers: Record<string, string>, begin: (writer: EventWriter) => () => void) => Response;
  /** Holds the response until there is an answer, more cheaply than a promise of a `Response` does. */
  readonly holdAnswer?: (begin: AnswerLater) => Response;
  /** Reads the body more cheaply than a web stream does; undefined where it is longer than `limit` bytes. */
  readonly readBody?: (limit: number) => Promise<Uint8Array | undefined>;
}

/** What verifies one source's pushes. */
export interface PushSource {
  readonly keys: PushKeys;
  /** Whether a push may come from this address. Absent: from anywhere. */
  readonly allows?: (address: string | undefined) => boolean;
}

/** What the routes share. */
export interface HttpDeps {
  readonly login: Login;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Knows the request that something happens for. */
  readonly scope: RequestScope;
  /** Where browsers reach this service, as in `https://login.example.com`. */
  readonly origin: string;
  readonly pushes: ReadonlyMap<string, PushSource>;
  /** What access tokens are verified with, as a JWK set. */
  readonly publishedKeys: () => Promise<object>;
  /** Whether an application is a client of the OpenID provider, which is answered by Node's own response. */
  readonly openId: boolean;
  /** The bundled widget. */
  readonly widget: string;
  /** The bundled script of the page that WeChat sends browsers back to. */
  readonly oauthScript: string;
  /** WeChat's domain files: the content by name. */
  readonly mpVerify: Readonly<Record<string, string>>;
  /** The database's time, for the window of pushes. */
  readonly now: () => number;
  /** Fails where the database cannot be used. */
  readonly check: () => Promise<void>;
  /** Counts what came to the server URLs. */
  readonly tally: PushCounters;
  readonly limits: Limits;
  readonly countAborted: CountAborted;
  readonly connectionLimiter: ConnectionLimiter;
  readonly waiters: Waiters;
  /** How many of one address may wait at the same time. */
  readonly waitingPerAddress: number;
  /** Aborts when the service begins to stop. */
  readonly closing: AbortSignal;
}

export type Bindings = { Bindings: Env; Variables: { requestId: string } };

export type HttpContext = Context<Bindings>;
