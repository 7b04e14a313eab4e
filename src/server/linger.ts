import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../base/clock.ts";

/** How much of a body is read after the response, in bytes and milliseconds, before the connection is closed. */
const bounds = { bytes: 4 * 1024 * 1024, ms: 5_000 } as const;

/**
 * If a request is answered before its body is complete, sends `Connection: close` and reads on for a while before the
 * connection ends (RFC 9112, section 9.6). Otherwise a client that still writes gets a reset and may never see the
 * response.
 */
export function lingerOnEarlyAnswers(request: IncomingMessage, response: ServerResponse, clock: Clock): void {
  if (!hasBody(request)) return;
  const { writeHead } = response;
  response.writeHead = function early(this: ServerResponse, ...head: Parameters<typeof writeHead>) {
    if (!request.complete) {
      response.shouldKeepAlive = false;
      readBeforeEnd(request, clock);
    }
    return writeHead.apply(response, head);
  } as typeof writeHead;
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
