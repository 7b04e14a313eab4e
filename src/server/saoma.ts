// `createSaoma`: the service, to be mounted in any server.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type Clock, systemClock } from "../base/clock.ts";
import { type Random, systemRandom } from "../base/random.ts";
import type { IdentityConflict } from "../domain/account.ts";
import { errors, SaomaError } from "../domain/errors.ts";
import type { Env } from "../http/context.ts";
import { sessionPlace } from "../http/cookies.ts";
import { sessionProofIn } from "../http/session-proof.ts";
import { viewSession } from "../http/views.ts";
import type { People } from "../login/accounts/people.ts";
import type { OnMessage } from "../login/context.ts";
import { createEvents, type LoginEvents } from "../login/events.ts";
import type { Operator } from "../login/operator/operator.ts";
import type { OutgoingMessage } from "../login/sessions/send.ts";
import type { Doctor } from "../ports/doctor.ts";
import type { Log } from "../ports/log.ts";
import type { SmsSender } from "../ports/sms.ts";
import type { SessionView } from "../wire/session.ts";
import { assemble } from "./assembly.ts";
import type { SaomaOptions } from "./config/config.ts";
import { parseConfig } from "./config/parse.ts";
import { type HasHeaders, headerReader } from "./header-reader.ts";
import type { Listener } from "./listener.ts";
import { createLog } from "./log.ts";
import { createNodeHandler } from "./node-handler.ts";
import { listenForOperator } from "./operator-listener.ts";
import { operatorWhenOpen, peopleWhenOpen } from "./operator-when-open.ts";
import { runUntilStopped } from "./run.ts";
import { attachSockets } from "./upgrade.ts";

/** The service, to be mounted in any server. Made by {@link createSaoma}. */
export interface Saoma {
  /**
   * Handles a request; mount it in any server of the Fetch kind. `env.address` is the client's address, as your
   * proxy reports it: all requests without one share the rate limits of one address.
   */
  fetch(request: Request, env?: Env): Promise<Response>;
  /**
   * Handles a request of Node's own `http`, where event streams cost less. As middleware (`app.use(saoma.node)`,
   * before anything that reads bodies) it calls `next` for every path that is not one of Saoma's.
   */
  node(request: IncomingMessage, response: ServerResponse, next?: () => void): Promise<void>;
  /**
   * Handles the WebSocket upgrades of `/v1` on Node's server, and leaves others alone. Returns a function that
   * detaches it.
   */
  attach(server: Server): () => void;
  /**
   * Attaches to Node's server, and serves until SIGTERM or Ctrl-C; then lets go of waiting browsers, and closes the server
   * and the database. Resolves when all is closed: close what is yours afterwards. Call it once, beside `listen`. If the
   * port is taken or the database does not open, it closes as well, says why on standard error, and sets the exit code 1.
   * About the port it speaks Chinese where `LANG` does, as the commands do.
   */
  run(server: Server): Promise<void>;
  /**
   * The account and session of this request's cookie or access token, as in `GET /v1/session`; undefined if nobody is
   * signed in. Takes a request of the Fetch kind, Node's, Express's or Fastify's.
   */
  session(
    request: HasHeaders,
    of?: {
      /**
       * The application's id. Name it if there are several: accounts are shared between applications, sessions are not.
       */
      readonly application?: string;
    },
  ): Promise<SessionView | undefined>;
  /**
   * Handles pushes that are not part of a sign-in, and may reply to them. A new handler replaces the previous one.
   * Returns a function that removes it.
   */
  on(name: "message", handler: OnMessage): () => void;
  /** Calls `handler` after the commit, once, in this process. Returns a function that unsubscribes. */
  on<Name extends keyof LoginEvents>(name: Name, handler: (event: LoginEvents[Name]) => unknown): () => void;
  /**
   * Sends a message to a person, from the source that knows them, as in `saoma.send(event.session, { type: "text",
   * text: "…" })` in a handler of `signed-in`. Rejects with a {@link WechatError} if WeChat refuses it (`errcode`,
   * and `meaning` in words).
   */
  send(
    to: {
      /** The appid of the source. */
      readonly appid: string;
      /** The person's openid at the source. */
      readonly openId: string;
    },
    message: OutgoingMessage,
  ): Promise<void>;
  /** Resolves when the database is open and migrated; rejects if that fails. */
  ready(): Promise<void>;
  /**
   * Makes a new signing key: published at once, in use after six minutes. The old key stays published until what it
   * signed is over. Returns the new key's id.
   * @throws {TypeError} for ID tokens where no application is a client of OpenID.
   */
  rotateKeys(options?: {
    /** Who does it, as the audit names them. Default `application`. */
    readonly actor?: string;
    /** Whose key: that of access tokens (the default), or that of OpenID's ID tokens and logout tokens. */
    readonly of?: "access-tokens" | "id-tokens";
  }): Promise<string>;
  /** Identities of one person, by their unionId, that belong to two accounts; the oldest first. */
  identityConflicts(): Promise<readonly IdentityConflict[]>;
  /** What the operator does with people: `saoma import`, `saoma account`, `saoma identities migrate`. */
  readonly people: People;
  /** What the operator sees and changes beyond that: the Admin API, `saoma audit`, `saoma admin-key`. */
  readonly operator: Operator;
  /**
   * Opens the operator's listener, if `admin` is configured; `saoma serve` does so by itself. Close it before {@link
   * Saoma.close}.
   */
  listenAdmin(): Promise<Listener | undefined>;
  /**
   * Starts the shutdown: `/readyz` fails, and waiting browsers are disconnected so that they reconnect to another
   * instance.
   */
  drain(): void;
  /** Drains, waits for pending writes, and closes the database. */
  close(): Promise<void>;
}

/** The parts that a test or `saoma serve` passes in. Each but the doctor defaults to the real one. */
export interface Runtime {
  /** The clock. */
  readonly clock?: Clock;
  /** The source of random bytes. */
  readonly random?: Random;
  /** Sends every request to WeChat. */
  readonly fetch?: typeof fetch;
  /** The logger. Default: JSON lines on standard output. */
  readonly log?: Log;
  /** Sends SMS, in place of the sender configured by `sms`. */
  readonly smsSender?: SmsSender;
  /** Examines everything, for the console. `saoma serve` passes in what `saoma doctor` runs. */
  readonly doctor?: Doctor;
}

/**
 * Makes the service. The database opens in the background; requests wait for it.
 *
 * @param runtime Parts that a test or `saoma serve` passes in.
 * @throws {ConfigError} naming everything that is wrong with the options.
 * @example
 * import { createServer } from "node:http";
 * import { createSaoma } from "saoma";
 *
 * const saoma = createSaoma({
 *   origin: "https://login.example.com",
 *   sources: [{ kind: "service", appid: "wx0123456789abcdef", name: "叶子书店" }],
 *   applications: [{ id: "shop", name: "叶子书店" }],
 * });
 * saoma.on("signed-in", ({ account }) => console.log(account.id));
 * await saoma.run(createServer(saoma.node).listen(7080));
 */
export function createSaoma(options: SaomaOptions, runtime: Runtime = {}): Saoma {
  const config = parseConfig(options);
  const log = runtime.log ?? createLog();
  for (const warning of config.warnings) log.warn({}, warning);
  const clock = runtime.clock ?? systemClock;
  const closing = new AbortController();
  const events = createEvents(log);
  let onMessage: OnMessage | undefined;
  const assembly = assemble(config, {
    log,
    events,
    onMessage: () => onMessage,
    closing: closing.signal,
    clock,
    random: runtime.random ?? systemRandom,
    fetch: runtime.fetch ?? globalThis.fetch,
    smsSender: runtime.smsSender,
    doctor: runtime.doctor,
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
  const login = () => assembly.then(({ login }) => login);
  const saoma: Saoma = {
    fetch: answer,
    node: createNodeHandler({ fetch: answer, app, mounted, openId, clock }, config.trustedProxies),
    attach: (server) => attachSockets(server, config.trustedProxies, () => assembly.then(({ sockets }) => sockets)),
    run: (server) => runUntilStopped(server, { ...saoma, clock, log }),
    async session(request, { application } = {}) {
      const { login } = await assembly;
      const place = sessionPlace(config.origin, login.applications, application);
      const proof = sessionProofIn(headerReader(request), place);
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
    async rotateKeys({ actor = "application", of = "access-tokens" } = {}) {
      const { keyRing, openId } = await assembly;
      const ring = of === "id-tokens" ? openId?.keyRing : keyRing;
      if (!ring) throw new TypeError("No application is a client of OpenID: there is no key of ID tokens.");
      return ring.rotate({ actor });
    },
    identityConflicts: async () => (await assembly).login.identityConflicts(),
    people: peopleWhenOpen(login),
    operator: operatorWhenOpen(login),
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
  return saoma;
}

/** The fields of a log line: an error that is meant for the operator is logged without its stack. */
const whyNot = (error: unknown): Record<string, unknown> =>
  error instanceof SaomaError ? { why: error.message } : { err: error };

function noDatabase(): Response {
  const { status, message: title } = errors.store_unavailable;
  const problem = { type: "about:blank", title, status, code: "store_unavailable" };
  return Response.json(problem, { status, headers: { "Content-Type": "application/problem+json" } });
}
