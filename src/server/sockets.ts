// WebSockets: upgrades, limits and what pages receive by them.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Clock } from "../base/clock.ts";
import { createTimerWheel } from "../base/timer-wheel.ts";
import type { Attempt } from "../domain/attempt.ts";
import type { Proof } from "../domain/claim.ts";
import { SaomaError } from "../domain/errors.ts";
import { type ConnectionLimiter, ofAddress, onAttempt } from "../http/connection-limiter.ts";
import { browserSecretIn } from "../http/cookies.ts";
import { isAllowed } from "../http/origin.ts";
import { viewAttempt } from "../http/views.ts";
import type { Waiters } from "../http/waiters.ts";
import { readTab, seenOf } from "../http/waiting.ts";
import type { Login } from "../login/login.ts";
import type { Watcher } from "../login/watch/watchers.ts";
import type { Log } from "../ports/log.ts";
import { destroyIt, rejectUpgrade } from "./reject-upgrade.ts";
import { readHandshake } from "./socket-handshake.ts";

export interface SocketDeps {
  readonly login: Pick<Login, "applications" | "view" | "follow">;
  readonly clock: Clock;
  readonly log: Log;
  readonly origin: string;
  readonly connectionLimiter: ConnectionLimiter;
  readonly waiters: Waiters;
  readonly waitingPerAddress: number;
  /** Aborts when the service begins to stop. */
  readonly closing: AbortSignal;
}

/** Who asks for a socket, and of which attempt. */
export interface UpgradeTarget {
  readonly attemptId: string;
  readonly address: string;
}

/** `/v1/attempts/{id}/socket`: one text frame a state, `{version, …}`. */
export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, target: UpgradeTarget): void;
}

/** RFC 6455, section 7.4.1; those from 4000 on are ours. */
const closings = { ended: 1000, elsewhere: 1001, later: 1013, unknown: 4404, takenOver: 4409 } as const;

/** A client without a cookie has this long, in milliseconds, to send its claim. */
const handshakeTimeoutMs = 5_000;
/** Every so often, in milliseconds, each socket is pinged; one that did not answer the last ping is gone. */
const pingEvery = 30_000;

/**
 * The handlers of a socket. All sockets share the same functions: there may be ten thousand, and three closures for
 * each would double their memory.
 */
interface SocketHandlers {
  readonly watcher: Pick<SocketWatcher, "state" | "ended" | "takenOver">;
  pong(this: WebSocket): void;
  error(this: WebSocket): void;
  close(this: WebSocket): void;
}

/** What ends with a socket. */
interface Cleanup {
  /** Gives back its place among those of its address. */
  leaveAddress(): void;
  /** Ends what it waits for: at first its client's claim, then the attempt. */
  end(): void;
  /** Gives back its place on the attempt, where it has one. */
  leaveAttempt(): void;
}

interface SocketWatcher extends Watcher {
  readonly ws: WebSocket;
}

function createSocketHandlers(
  { clock }: SocketDeps,
  silent: Set<WebSocket>,
  forget: (ws: WebSocket) => void,
): SocketHandlers {
  return {
    watcher: {
      state(this: SocketWatcher, attempt) {
        this.ws.send(JSON.stringify({ version: attempt.version, ...viewAttempt(attempt) }));
      },
      ended(this: SocketWatcher) {
        closeSoon(clock, this.ws, closings.ended);
      },
      takenOver(this: SocketWatcher) {
        closeSoon(clock, this.ws, closings.takenOver);
      },
    },
    pong() {
      silent.delete(this);
    },
    error() {
      this.terminate();
    },
    close() {
      forget(this);
    },
  };
}

export function createSockets(deps: SocketDeps): Sockets {
  const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: 1024 });
  /** Those that have not answered the last ping. */
  const silent = new Set<WebSocket>();
  const cleanups = new Map<WebSocket, Cleanup>();
  const handlers = createSocketHandlers(deps, silent, forget);
  const sockets = createTimerWheel<WebSocket>(deps.clock, pingEvery, (ws) => {
    if (silent.has(ws)) return ws.terminate();
    silent.add(ws);
    ws.ping();
  });

  function track(ws: WebSocket, leave: () => void): void {
    cleanups.set(ws, { leaveAddress: leave, end: nothing, leaveAttempt: nothing });
    deps.waiters.enter("websocket");
    sockets.add(ws);
    ws.on("error", handlers.error).on("pong", handlers.pong).on("close", handlers.close);
  }

  function forget(ws: WebSocket): void {
    const cleanup = cleanups.get(ws);
    if (cleanups.delete(ws)) deps.waiters.leave("websocket");
    sockets.delete(ws);
    silent.delete(ws);
    cleanup?.leaveAddress();
    cleanup?.end();
    cleanup?.leaveAttempt();
  }

  function onEnd(ws: WebSocket, end: () => void, leaveAttempt = nothing): void {
    const cleanup = cleanups.get(ws);
    if (cleanup) Object.assign(cleanup, { end, leaveAttempt });
    else {
      end();
      leaveAttempt();
    }
  }

  deps.closing.addEventListener("abort", () => {
    for (const ws of sockets) closeSoon(deps.clock, ws, closings.elsewhere);
  });

  return {
    upgrade(request, socket, head, { attemptId, address }) {
      const { origin } = request.headers;
      if (deps.closing.aborted) return rejectUpgrade(socket, "503 Service Unavailable");
      if (origin !== undefined && !isAllowed(deps, origin)) return rejectUpgrade(socket, "403 Forbidden");
      const leave = deps.connectionLimiter.acquire(ofAddress(address, deps.waitingPerAddress));
      if (!leave) return rejectUpgrade(socket, "429 Too Many Requests");
      let isTaken = false;
      server.handleUpgrade(request, socket, head, (ws) => {
        isTaken = true;
        // From here on `ws` listens for the socket's errors and its end.
        socket.off("error", destroyIt);
        track(ws, leave);
        serve(deps, handlers, { ws, request, attemptId, onEnd }).catch((error: unknown) => {
          const unknown = error instanceof SaomaError && error.code === "attempt_not_found";
          if (!unknown) deps.log.error({ err: error }, "a socket could not be served");
          closeSoon(deps.clock, ws, unknown ? closings.unknown : closings.later);
        });
      });
      // A handshake is taken at once, or refused.
      if (!isTaken) leave();
    },
  };
}

interface Served {
  readonly ws: WebSocket;
  readonly request: IncomingMessage;
  readonly attemptId: string;
  /** Names what is to be called when the socket has ended; at once where it has. */
  onEnd(ws: WebSocket, end: () => void, leaveAttempt?: () => void): void;
}

const nothing = (): void => {};

async function serve(deps: SocketDeps, { watcher }: SocketHandlers, served: Served): Promise<void> {
  const { ws, request, attemptId, onEnd } = served;
  const seen = await admit(deps, served);
  if (ws.readyState !== ws.OPEN) return;
  const leave = deps.connectionLimiter.acquire(onAttempt(attemptId));
  if (!leave) return closeSoon(deps.clock, ws, closings.later);
  const { state, ended, takenOver } = watcher;
  const own: SocketWatcher = { ws, seen, tab: readTab(request.url), state, ended, takenOver };
  onEnd(ws, deps.login.follow(attemptId, own), leave);
}

/** The version this client has seen, once it has shown the claim: by its cookie, or else in its first message. */
async function admit(deps: SocketDeps, { ws, request, attemptId: id, onEnd }: Served): Promise<number | undefined> {
  const handshake = readHandshake(deps.clock, ws, handshakeTimeoutMs);
  onEnd(ws, handshake.cancel);
  const after = Number(/[?&]after=(\d{1,9})(?:&|$)/.exec(request.url ?? "")?.[1]);
  const cookie = cookieProof(deps, request);
  const own = cookie && (await viewIfHolder(deps, id, cookie));
  // A foreign page waits for its handshake as if its cookie were unknown: the time until it is refused reveals nothing.
  if (own && isPageOf(deps, request, own)) {
    handshake.cancel();
    return seenOf(own, Number.isNaN(after) ? undefined : after);
  }
  const first = await handshake.message;
  const attempt = await deps.login.view(id, first && { claim: first.claim });
  if (!isPageOf(deps, request, attempt)) throw new SaomaError("attempt_not_found");
  return seenOf(attempt, first?.after);
}

/** To a page of another application, the attempt does not exist. */
const isPageOf = (deps: SocketDeps, { headers: { origin } }: IncomingMessage, { applicationId }: Attempt): boolean =>
  origin === undefined || isAllowed(deps, origin, applicationId);

/** A browser sends its cookie along for any page: only one that says it is ours may use it. */
function cookieProof({ origin }: SocketDeps, { headers }: IncomingMessage): Proof | undefined {
  if (headers.origin === undefined || headers["sec-fetch-site"] === "cross-site") return undefined;
  const browserSecret = browserSecretIn(headers.cookie, origin);
  return browserSecret === undefined ? undefined : { browserSecret };
}

async function viewIfHolder({ login }: SocketDeps, id: string, proof: Proof): Promise<Attempt | undefined> {
  try {
    return await login.view(id, proof);
  } catch (error) {
    if (error instanceof SaomaError && error.code === "attempt_not_found") return undefined;
    throw error;
  }
}

/** Says goodbye; a peer that does not answer it within a second is cut off. */
function closeSoon(clock: Clock, ws: WebSocket, code: number): void {
  const cancel = clock.after(1_000, () => ws.terminate());
  ws.once("close", cancel);
  ws.close(code);
}
