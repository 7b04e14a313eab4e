import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { EventWriter } from "../http/event-source.ts";

/** A reader with this many unread bytes is disconnected. It can reconnect, and memory is limited. */
const maxUnread = 64 * 1024;

/**
 * Opens a stream of server-sent events on Node's own response, which costs a third of a web stream. `begin` is called
 * with a writer for blocks, and returns a function that is called once: when the stream has ended, or its reader has
 * disconnected or is too slow. If `begin` throws, the reader is disconnected; when it reconnects, it gets the error.
 */
export function openEvents(
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  begin: (writer: EventWriter) => () => void,
): void {
  if (response.closed || response.destroyed) return void begin(nobody)();
  response.writeHead(200, headers);
  response.flushHeaders();
  // Sends small blocks at once instead of waiting for a full packet.
  response.socket?.setNoDelay(true);
  try {
    response.once("close", begin(writerTo(response)));
  } catch {
    response.destroy();
  }
}

const nobody: EventWriter = { write() {}, end() {} };

const writerTo = (response: ServerResponse): EventWriter => ({
  write(block) {
    if (response.writableEnded || response.destroyed) return;
    response.write(block);
    if (response.writableLength > maxUnread) response.destroy();
  },
  end: () => void response.end(),
});
