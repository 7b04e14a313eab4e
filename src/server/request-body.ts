import type { IncomingMessage } from "node:http";
import { BodyAborted } from "../http/aborted-bodies.ts";

/**
 * Reads the whole body; undefined as soon as it is longer than `limit` bytes, with the rest left unread. Fails with
 * `BodyAborted` if the client disconnects in the middle.
 */
export function readBody(incoming: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  if (Number(incoming.headers["content-length"] ?? 0) > limit) return Promise.resolve(undefined);
  if (incoming.destroyed) return Promise.reject(new BodyAborted());
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const onData = (part: Buffer) => {
      length += part.length;
      parts.push(part);
      if (length <= limit) return;
      incoming.off("data", onData).pause();
      resolve(undefined);
    };
    const left = () => {
      if (!incoming.readableEnded) reject(new BodyAborted());
    };
    incoming.on("data", onData);
    incoming.on("end", () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    // A connection that breaks in the middle emits this event, too.
    incoming.on("close", left);
  });
}
