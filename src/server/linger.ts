import { type IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../base/clock.ts";

/** How much of a body is read after the response, in bytes and milliseconds, before the connection is closed. */
const bounds = { bytes: 4 * 1024 * 1024, ms: 5_000 } as const;

const isLingering = Symbol("isLingering");

/**
 * The class of the responses of a server that is ours. If a request is answered before its body is complete, they send
 * `Connection: close`, and the server reads on for a while before the connection ends (RFC 9112, section 9.6).
 * Otherwise a client that still writes gets a reset and may never see the response.
 */
export const lingeringResponse = (clock: Clock) =>
  class extends ServerResponse {
    get [isLingering]() {
      return true as const;
    }

    override writeHead(...head: unknown[]): this {
      closeIfEarly(this, clock);
      return super.writeHead(...(head as Parameters<ServerResponse["writeHead"]>));
    }
  };

/**
 * Makes a response of another server do the same. This is not done for our own, because it makes a push a fifth more
 * expensive: the garbage collector finds such a response, and all that it refers to, only in its slow rounds.
 */
export function lingerOnEarlyAnswers(response: ServerResponse & { [isLingering]?: true }, clock: Clock): void {
  if (response[isLingering] || !hasBody(response.req)) return;
  const { writeHead } = response;
  response.writeHead = function early(this: ServerResponse, ...head: Parameters<typeof writeHead>) {
    closeIfEarly(response, clock);
    return writeHead.apply(response, head);
  } as typeof writeHead;
}

function closeIfEarly(response: ServerResponse, clock: Clock): void {
  const request = response.req;
  if (request.complete || !hasBody(request)) return;
  response.shouldKeepAlive = false;
  readBeforeEnd(request, clock);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

/** Node closes a connection with `destroySoon` as soon as the response is written. */
function readBeforeEnd(request: IncomingMessage, clock: Clock): void {
  const { socket } = request;
  const destroySoon = socket.destroySoon.bind(socket);
  let read = 0;
  let wanted = false;
  let isLate = false;
  const isOver = () => isLate || request.complete || socket.destroyed || read > bounds.bytes;
  const endIfOver = () => wanted && isOver() && end();
  const cancel = clock.after(bounds.ms, () => {
    isLate = true;
    endIfOver();
  });
  function end(): void {
    cancel();
    request.off("data", onData);
    socket.destroySoon = destroySoon;
    destroySoon();
  }
  function onData(part: Buffer): void {
    read += part.length;
    endIfOver();
  }
  socket.destroySoon = () => {
    wanted = true;
    // A handler that has stopped reading the body would hold it back for good.
    request.removeAllListeners("data").on("data", onData).resume();
    endIfOver();
  };
  // The body is read from now on: Node discards a body that is not being read when the response is written.
  request.on("data", onData).on("end", endIfOver).on("close", endIfOver).resume();
}
