import type { IncomingMessage } from "node:http";
import { BodyAborted } from "../http/aborted-bodies.ts";

/**
 * The whole body; undefined as soon as it is longer than `limit` bytes, and then the rest is left unread. Fails with
 * `BodyAborted` where the client leaves in the middle.
 */
export function readBody(incoming: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  if (Number(incoming.headers["content-length"] ?? 0) > limit) return Promise.resolve(undefined);
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
    const left = () => reject(new BodyAborted());
    incoming.on("data", onData);
    incoming.on("end", () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    // What breaks a connection in the middle ends with this, too.
    incoming.on("close", left);
  });
}
