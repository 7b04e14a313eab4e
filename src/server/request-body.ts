import type { IncomingMessage } from "node:http";

/**
 * The whole body; undefined as soon as it is longer than `limit` bytes, and then the rest is left unread. Of a client
 * that leaves in the middle, nothing: that is nobody's error, and could fill the log.
 */
export function readBody(incoming: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  if (Number(incoming.headers["content-length"] ?? 0) > limit) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const onData = (part: Buffer) => {
      length += part.length;
      parts.push(part);
      if (length <= limit) return;
      incoming.off("data", onData).pause();
      resolve(undefined);
    };
    const left = () => resolve(nothing);
    incoming.on("data", onData);
    incoming.on("end", () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    // What breaks a connection in the middle ends with this, too.
    incoming.on("close", left);
  });
}

const nothing = new Uint8Array();

/** What is read of a body that nobody wants, in bytes, before its connection is cut. */
const maxDiscarded = 256 * 1024;

/** Reads the rest of a request that is answered, so that its connection can be kept; cuts it where there is much. */
export function discard(incoming: IncomingMessage): void {
  let length = 0;
  const onData = (part: Buffer) => {
    length += part.length;
    if (length <= maxDiscarded) return;
    incoming.off("data", onData).pause();
    incoming.socket.destroySoon();
  };
  incoming.on("data", onData).resume();
}
