import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { EventWriter } from "../http/event-source.ts";

/** A reader that leaves this many bytes unread is dropped: it can come back, we cannot buffer for everybody. */
const maxUnread = 64 * 1024;

/**
 * Opens a stream of server-sent events on Node's own response, a third of what a web stream costs. `begin` is called
 * with where the blocks go, and what it answers once: when the stream was ended, or its reader has gone or is too
 * slow. Where `begin` throws the reader is dropped, comes again, and meets the failure as an answer.
 */
export function openEvents(
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  begin: (writer: EventWriter) => () => void,
): void {
  if (response.closed || response.destroyed) return void begin(nobody)();
  response.writeHead(200, headers);
  response.flushHeaders();
  // Small blocks go out at once, not when a packet is full.
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
