import type { ServerResponse } from "node:http";
import type { AnswerLater, RawAnswer } from "../http/raw-answer.ts";

/** Sends an answer whole, with its length. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: RawAnswer): void {
  const length = status === 304 ? [] : ["Content-Length", String(Buffer.byteLength(body))];
  response.writeHead(status, [...headers, ...length]).end(body);
}

/**
 * Holds a response until there is an answer. `begin` is called with a function that sends it, and returns a function
 * that is called once: when the answer is sent, or the client has disconnected.
 */
export function holdAnswer(response: ServerResponse, begin: AnswerLater): void {
  if (response.closed || response.destroyed) return void begin(() => {})();
  const stop = begin((answer) => {
    if (!response.writableEnded && !response.destroyed) sendAnswer(response, answer);
  });
  response.once("close", stop);
}
