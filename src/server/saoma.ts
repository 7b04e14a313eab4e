import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from "node:http";
import { type Clock, systemClock } from "../base/clock.ts";
import { type Random, systemRandom } from "../base/random.ts";
import type { IdentityConflict } from "../domain/account.ts";
import { errors, SaomaError } from "../domain/errors.ts";
import type { Env } from "../http/context.ts";
import { sessionPlace } from "../http/cookies.ts";
import { sessionProofIn } from "../http/session-proof.ts";
import { viewSession } from "../http/views.ts";
import { createEvents, type LoginEvents } from "../login/events.ts";
import type { People } from "../login/login.ts";
import type { Operator } from "../login/operator/operator.ts";
import type { OnMessage } from "../login/push/auto-reply.ts";
import type { OutgoingMessage } from "../login/sessions/send.ts";
import type { Log } from "../ports/log.ts";
import type { SmsSender } from "../ports/sms.ts";
import type { SessionView } from "../wire/session.ts";
import { assemble } from "./assembly.ts";
import { parseConfig, type SaomaOptions } from "./config/config.ts";
import type { Listener } from "./listener.ts";
import { createLog } from "./log.ts";
import { createNodeHandler } from "./node-handler.ts";
import { listenForOperator } from "./operator-listener.ts";
import { attachSockets } from "./upgrade.ts";

/** A request, as far as it says whose it is. */
export interface HasHeaders {
  readonly headers: Pick<Headers, "get"> | IncomingHttpHeaders;
}

/** The service, to be mounted anywhere. */
export interface Saoma {
  /**
   * Answers a request; mount it under any server of the Fetch kind. `address` is the client's, as your proxy tells it:
   * all requests without one share the limits of one address.
   */
  fetch(request: Request, env?: Env): Promise<Response>;
  /**
   * The same for Node's own `http`, where event streams cost less. As middleware (`app.use(saoma.node)`, before anything
   * that reads bodies) it is given `next`, and what is not one of Saoma's public paths goes on to the site.
   */
  node(request: IncomingMessage, response: ServerResponse, next?: () => void): Promise<void>;
  /** Takes the WebSocket upgrades of `/v1` from Node's server; leaves others alone. The answer takes it off again. */
  attach(server: Server): () => void;
  /**
   * Who is signed in by this request's cookie or access token, as `GET /v1/session` tells it. Takes a request of the
   * Fetch kind as well as Node's, Express's or Fastify's. Name the application wherever there are several: accounts
   * are shared, sessions are not.
   */
  session(request: HasHeaders, of?: { readonly application?: string }): Promise<SessionView | undefined>;
  /** Takes the pushes that are no part of a sign-in, and may answer them; the handler given last takes them all. */
  on(name: "message", handler: OnMessage): () => void;
  /** Told after the commit, once, in this process. The answer unsubscribes. */
  on<Name extends keyof LoginEvents>(name: Name, handler: (event: LoginEvents[Name]) => unknown): () => void;
  /**
   * Writes to a person as the source that knows them, as in `saoma.send(event.session, { type: "text", text: "…" })`
   * in a handler of `signed-in`. Rejects with WeChat's refusal (`errcode`, and `meaning` in words).
   */
  send(to: { readonly appid: string; readonly openId: string }, message: OutgoingMessage): Promise<void>;
  /** Resolves when the database is open and migrated; rejects with what is wrong with it. */
  ready(): Promise<void>;
  /** Gives access tokens a new signing key, published at once and used in six minutes; its name. */
  rotateKeys(): Promise<string>;
  /** Identities that WeChat says are one person's, and that belong to two accounts; the oldest first. */
  identityConflicts(): Promise<readonly IdentityConflict[]>;
  /** What the operator does to people: `saoma import`, `saoma account`, `saoma identities migrate`. */
  readonly people: People;
  /** What the operator sees and does beyond that: the Admin API's own hands, `saoma audit`, `saoma admin-key`. */
  readonly operator: Operator;
  /**
   * Opens the operator's own listener, where `admin` is configured; `saoma serve` does. Close it before `close`. In an
   * app it is yours to open, once, or not at all.
   */
  listenAdmin(): Promise<Listener | undefined>;
  /** Begins to stop: `/readyz` says so, and browsers that wait are let go, to come again elsewhere. */
  drain(): void;
  /** Drains, waits for what is being written, closes the database. */
  close(): Promise<void>;
}

/** The parts that a test hands in; each defaults to the real one. */
export interface Runtime {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly fetch?: typeof fetch;
  readonly log?: Log;
  /** Instead of the sender that `sms` names. */
  readonly smsSender?: SmsSender;
}

/**
 * Makes the service. The database opens in the background, and requests wait for it.
 *
 * @throws {ConfigError} naming everything that is wrong with the options.
 */
export function createSaoma(options: SaomaOptions, runtime: Runtime = {}): Saoma {
  const config = parseConfig(options);
  const log = runtime.log ?? createLog();
  for (const warning of config.warnings) log.warn({}, warning);
  const closing = new AbortController();
  const events = createEvents(log);
  let onMessage: OnMessage | undefined;
  const assembly = assemble(config, {
    log,
    events,
    onMessage: () => onMessage,
    closing: closing.signal,
    clock: runtime.clock ?? systemClock,
    random: runtime.random ?? systemRandom,
    fetch: runtime.fetch ?? globalThis.fetch,
    smsSender: runtime.smsSender,
  });
  assembly.catch((error: unknown) => log.error(whyNot(error), "the service did not start"));
  const answer: Saoma["fetch"] = (request, env) => assembly.then(({ http }) => http.fetch(request, env), noDatabase);
  const app = assembly.then(
    ({ http }) => http,
    () => undefined,
  );
  const mounted = {
    atRoot: config.applications.some(({ wechatServer }) => wechatServer?.atRoot),
    openId: config.applications.some(({ openid }) => openid),
  };
  const openId = () =>
    assembly.then(
      ({ openId }) => openId?.handler,
      () => undefined,
    );
  return {
    fetch: answer,
    node: createNodeHandler(
      { fetch: answer, app, mounted, openId, clock: runtime.clock ?? systemClock },
      config.trustedProxies,
    ),
    attach: (server) => attachSockets(server, config.trustedProxies, () => assembly.then(({ sockets }) => sockets)),
    async session(request, { application } = {}) {
      const { login } = await assembly;
      const place = sessionPlace(config.origin, login.applications, application);
      const proof = sessionProofIn(readerOf(request), place);
      const signedIn = proof && (await login.session(proof, application));
      return signedIn && viewSession({ login }, signedIn, await login.notices(signedIn));
    },
    on(name: keyof LoginEvents | "message", handler: (given: never) => unknown) {
      if (name !== "message") return events.on(name, handler as (event: unknown) => unknown);
      onMessage = handler as OnMessage;
      return () => {
        if (onMessage === handler) onMessage = undefined;
      };
    },
    send: async (to, message) => (await assembly).login.send(to, message),
    ready: async () => void (await assembly),
    async rotateKeys() {
      const { keyRing, openId } = await assembly;
      await openId?.keyRing.rotate();
      return keyRing.rotate();
    },
    identityConflicts: async () => (await assembly).login.identityConflicts(),
    people: {
      import: async (...given) => (await assembly).login.people.import(...given),
      renumber: async (...given) => (await assembly).login.people.renumber(...given),
      find: async (...given) => (await assembly).login.people.find(...given),
      list: async (...given) => (await assembly).login.people.list(...given),
      file: async (...given) => (await assembly).login.people.file(...given),
      erase: async (...given) => (await assembly).login.people.erase(...given),
    },
    operator: {
      search: async (...given) => (await assembly).login.operator.search(...given),
      account: async (...given) => (await assembly).login.operator.account(...given),
      sessions: async (...given) => (await assembly).login.operator.sessions(...given),
      endSessions: async (...given) => (await assembly).login.operator.endSessions(...given),
      endSession: async (...given) => (await assembly).login.operator.endSession(...given),
      invite: async (...given) => (await assembly).login.operator.invite(...given),
      markWechat: async (...given) => (await assembly).login.operator.markWechat(...given),
      erase: async (...given) => (await assembly).login.operator.erase(...given),
      audit: async (...given) => (await assembly).login.operator.audit(...given),
      addKey: async (...given) => (await assembly).login.operator.addKey(...given),
      endKey: async (...given) => (await assembly).login.operator.endKey(...given),
      keys: async () => (await assembly).login.operator.keys(),
      key: async (...given) => (await assembly).login.operator.key(...given),
    },
    async listenAdmin() {
      const { operator } = await assembly;
      return operator && listenForOperator(operator, log);
    },
    drain: () => closing.abort(),
    async close() {
      closing.abort();
      await assembly.then(
        (open) => open.close(),
        () => {}, // it never opened, and said so
      );
    },
  };
}

/** Reads the headers of a request of either kind. Makes no `Request` for it: that costs as much as the session check. */
const readerOf = ({ headers }: HasHeaders): Pick<Headers, "get"> =>
  typeof headers.get === "function"
    ? (headers as Pick<Headers, "get">)
    : { get: (name) => (headers as Record<string, string | undefined>)[name] ?? null };

/** What is a sentence for the operator needs no stack. */
const whyNot = (error: unknown): Record<string, unknown> =>
  error instanceof SaomaError ? { why: error.message } : { err: error };

function noDatabase(): Response {
  const { status, message: title } = errors.store_unavailable;
  const problem = { type: "about:blank", title, status, code: "store_unavailable" };
  return Response.json(problem, { status, headers: { "Content-Type": "application/problem+json" } });
}
