import type { IncomingMessage } from "node:http";

/**
 * The whole body; undefined as soon as it is longer than `limit` bytes, and then the rest is left unread.
 *
 * @throws where the client leaves before the end, as a rejection.
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
    incoming.on("data", onData);
    incoming.once("end", () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    incoming.once("close", () => reject(new Error("the client left in the middle of its request")));
    incoming.once("error", reject);
  });
}
