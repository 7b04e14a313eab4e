import type { RawData, WebSocket } from "ws";
import type { Clock } from "../base/clock.ts";

/** What a client without a cookie says first. */
export interface Handshake {
  readonly claim: string;
  /** The version it has seen. */
  readonly after?: number;
}

/**
 * The first message, `{"claim": "…", "after"?: n}`; undefined where it is something else, or does not come in time.
 * It is listened for at once, because a client may send it before we have looked at anything.
 */
export function readHandshake(clock: Clock, ws: WebSocket, within: number) {
  const { promise: message, resolve } = Promise.withResolvers<Handshake | undefined>();
  const onMessage = (data: RawData, isBinary: boolean) => end(isBinary ? undefined : parse(String(data)));
  const nothing = () => end(undefined);
  const forget = clock.after(within, nothing);
  function end(handshake: Handshake | undefined): void {
    forget();
    ws.off("message", onMessage);
    resolve(handshake);
  }
  ws.on("message", onMessage);
  return { message, cancel: nothing };
}

function parse(text: string): Handshake | undefined {
  try {
    const { claim, after } = Object(JSON.parse(text));
    if (typeof claim !== "string" || !/^[\w-]{43}$/.test(claim)) return undefined;
    return Number.isSafeInteger(after) ? { claim, after } : { claim };
  } catch {
    return undefined;
  }
}
