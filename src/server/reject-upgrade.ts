import type { Duplex } from "node:stream";

/** A shared function: a closure made for each request would keep that request for as long as the socket lives. */
export function destroyIt(this: Duplex): void {
  this.destroy();
}

/** Answers an upgrade with a plain HTTP status. */
export function rejectUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
