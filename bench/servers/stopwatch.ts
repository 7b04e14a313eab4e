import { type IncomingMessage, ServerResponse } from "node:http";
import { WebSocket } from "ws";
import { attemptIdOf } from "../measure/attempts.ts";

/**
 * Measures inside the server the time from a scan's request to the first write to the browser, over any transport. A
 * push's nonce identifies the attempt.
 */
export function createStopwatch() {
  const begun = new Map<string, number>();
  const times: number[] = [];

  function written(data: unknown): void {
    if (typeof data !== "string" || !data.includes('"scanned"')) return;
    const id = /"id":"([\w-]{22})"/.exec(data)?.[1] ?? "";
    const since = begun.get(id);
    if (since === undefined) return;
    times.push(performance.now() - since);
    begun.delete(id);
  }

  watch(WebSocket.prototype, "send", written);
  watch(ServerResponse.prototype, "write", written);
  watch(ServerResponse.prototype, "end", written);
  return {
    arrived({ url = "" }: IncomingMessage): void {
      const nonce = /[?&]nonce=(\d+)/.exec(url)?.[1];
      if (nonce !== undefined) begun.set(attemptIdOf(Number(nonce) - 1_000_000_000), performance.now());
    },
    times: () => times.splice(0),
  };
}

function watch(prototype: object, verb: "send" | "write" | "end", seen: (data: unknown) => void): void {
  const real = Reflect.get(prototype, verb) as (...given: unknown[]) => unknown;
  Reflect.set(prototype, verb, function (this: unknown, ...given: unknown[]) {
    const result = real.apply(this, given);
    seen(
      typeof given[0] === "string" ? given[0] : given[0] instanceof Uint8Array ? Buffer.from(given[0]).toString() : "",
    );
    return result;
  });
}
