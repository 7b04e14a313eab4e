import { connect, type Socket } from "node:net";

/** A persistent connection with one request at a time. */
export interface Connection {
  /**
   * Writes a request. `done` is called with the status once the whole response has arrived, or with 0 if the connection
   * broke.
   */
  send(request: Buffer, done: (status: number) => void): void;
  close(): void;
}

/** An HTTP/1.1 client with as little overhead as possible, so that the server dominates the measurement. */
export function openConnection(port: number): Promise<Connection> {
  let waiting: ((status: number) => void) | undefined;
  let rest: string | undefined;

  function onData(chunk: Buffer): void {
    const text = rest === undefined ? chunk.toString("latin1") : rest + chunk.toString("latin1");
    if (!isWhole(text)) rest = text;
    else end(Number(text.slice(9, 12)));
  }

  function end(status: number): void {
    rest = undefined;
    const done = waiting;
    waiting = undefined;
    done?.(status);
  }

  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => {
      socket.off("error", reject);
      socket.on("error", () => socket.destroy());
      resolve({
        send(request, done) {
          if (socket.destroyed) return void setImmediate(done, 0);
          waiting = done;
          socket.write(request);
        },
        close: () => socket.destroy(),
      });
    });
    socket.once("error", reject);
    socket.on("data", onData);
    socket.on("close", () => end(0));
  });
}

/** Whether the whole response has arrived, by its length or its last chunk. */
function isWhole(text: string): boolean {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  return length === undefined ? text.endsWith("\r\n0\r\n\r\n") : text.length >= head + 4 + Number(length);
}
