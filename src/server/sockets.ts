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
import { readHandshake } from "./socket-handshake.ts";
import { destroyIt, refuseUpgrade } from "./upgrade.ts";

export interface SocketDeps {
  readonly login: Pick<Login, "applications" | "view" | "follow">;
  readonly clock: Clock;
  readonly log: Log;
  readonly origin: string;
  readonly places: ConnectionLimiter;
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
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, guest: UpgradeTarget): void;
}

/** RFC 6455, section 7.4.1; those from 4000 on are ours. */
const closings = { ended: 1000, elsewhere: 1001, later: 1013, unknown: 4404, takenOver: 4409 } as const;

/** A client without a cookie has this long, in milliseconds, to send its claim. */
const helloWithin = 5_000;
/** Every so often, in milliseconds, each socket is pinged; one that did not answer the last ping is gone. */
const pingEvery = 30_000;

/**
 * What minds a socket, the same functions for all of them: there may be ten thousand, and three functions of its own
 * would take each as much as all the rest of ours.
 */
interface SocketHandlers {
  readonly follower: Pick<SocketFollower, "state" | "ended" | "takenOver">;
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

interface SocketFollower extends Watcher {
  readonly ws: WebSocket;
}

function createMinder({ clock }: SocketDeps, silent: Set<WebSocket>, forget: (ws: WebSocket) => void): SocketHandlers {
  return {
    follower: {
      state(this: SocketFollower, attempt) {
        this.ws.send(JSON.stringify({ version: attempt.version, ...viewAttempt(attempt) }));
      },
      ended(this: SocketFollower) {
        closeSoon(clock, this.ws, closings.ended);
      },
      takenOver(this: SocketFollower) {
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
  const endings = new Map<WebSocket, Cleanup>();
  const minder = createMinder(deps, silent, forget);
  const sockets = createTimerWheel<WebSocket>(deps.clock, pingEvery, (ws) => {
    if (silent.has(ws)) return ws.terminate();
    silent.add(ws);
    ws.ping();
  });

  function keep(ws: WebSocket, leave: () => void): void {
    endings.set(ws, { leaveAddress: leave, end: nothing, leaveAttempt: nothing });
    deps.waiters.enter("websocket");
    sockets.add(ws);
    ws.on("error", minder.error).on("pong", minder.pong).on("close", minder.close);
  }

  function forget(ws: WebSocket): void {
    const ending = endings.get(ws);
    if (endings.delete(ws)) deps.waiters.leave("websocket");
    sockets.delete(ws);
    silent.delete(ws);
    ending?.leaveAddress();
    ending?.end();
    ending?.leaveAttempt();
  }

  function endsWith(ws: WebSocket, end: () => void, leaveAttempt = nothing): void {
    const ending = endings.get(ws);
    if (ending) Object.assign(ending, { end, leaveAttempt });
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
      if (deps.closing.aborted) return refuseUpgrade(socket, "503 Service Unavailable");
      if (origin !== undefined && !isAllowed(deps, origin)) return refuseUpgrade(socket, "403 Forbidden");
      const leave = deps.places.acquire(ofAddress(address, deps.waitingPerAddress));
      if (!leave) return refuseUpgrade(socket, "429 Too Many Requests");
      let isTaken = false;
      server.handleUpgrade(request, socket, head, (ws) => {
        isTaken = true;
        // From here on `ws` listens for the socket's errors and its end.
        socket.off("error", destroyIt);
        keep(ws, leave);
        serve(deps, minder, { ws, request, attemptId, endsWith }).catch((error: unknown) => {
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
  endsWith(ws: WebSocket, end: () => void, leaveAttempt?: () => void): void;
}

const nothing = (): void => {};

async function serve(deps: SocketDeps, { follower }: SocketHandlers, served: Served): Promise<void> {
  const { ws, request, attemptId, endsWith } = served;
  const seen = await admit(deps, served);
  if (ws.readyState !== ws.OPEN) return;
  const leave = deps.places.acquire(onAttempt(attemptId));
  if (!leave) return closeSoon(deps.clock, ws, closings.later);
  const { state, ended, takenOver } = follower;
  const own: SocketFollower = { ws, seen, tab: readTab(request.url), state, ended, takenOver };
  endsWith(ws, deps.login.follow(attemptId, own), leave);
}

/** The version this client has seen, once it has shown the claim: by its cookie, or else in its first message. */
async function admit(deps: SocketDeps, { ws, request, attemptId: id, endsWith }: Served): Promise<number | undefined> {
  const hello = readHandshake(deps.clock, ws, helloWithin);
  endsWith(ws, hello.cancel);
  const after = Number(/[?&]after=(\d{1,9})(?:&|$)/.exec(request.url ?? "")?.[1]);
  const cookie = cookieProof(deps, request);
  const own = cookie && (await viewIfHolder(deps, id, cookie));
  // A foreign page waits for its hello as if its cookie were nobody's: how soon it is refused tells it nothing.
  if (own && isPageOf(deps, request, own)) {
    hello.cancel();
    return seenOf(own, Number.isNaN(after) ? undefined : after);
  }
  const said = await hello.said;
  const attempt = await deps.login.view(id, said && { claim: said.claim });
  if (!isPageOf(deps, request, attempt)) throw new SaomaError("attempt_not_found");
  return seenOf(attempt, said?.after);
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
