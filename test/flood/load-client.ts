import { connect, type Socket } from "node:net";

/** The number of responses by status; `cut`: the connection ended without a response. */
export type StatusCounts = Map<string, number>;

/** Many connections to one port, with their results. */
export interface LoadClient {
  readonly statuses: StatusCounts;
  /** Opens a connection; `act` writes into it. */
  open(act: (socket: Socket) => void): void;
  /** The number of open connections. */
  readonly held: () => number;
  close(): void;
}

export function createLoadClient(port: number): LoadClient {
  const statuses: StatusCounts = new Map();
  const sockets = new Set<Socket>();
  const note = (what: string) => statuses.set(what, (statuses.get(what) ?? 0) + 1);
  let [isClosed, opened] = [false, 0];
  return {
    statuses,
    held: () => sockets.size,
    open(act) {
      // From many loopback addresses: one has 28,000 ports, and each is in TIME_WAIT for a minute after its use.
      const localAddress = `127.0.1.${1 + (opened++ % 250)}`;
      const socket = connect({ port, host: "127.0.0.1", localAddress }, () => act(socket));
      let answers = 0;
      socket.on("data", (chunk) => {
        for (const [, status] of chunk.toString("latin1").matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
          answers++;
          note(status ?? "");
        }
      });
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        if (answers === 0 && !isClosed) note("cut");
      });
    },
    close() {
      isClosed = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Calls `act` this many times a second, until it is stopped. */
export function often(perSecond: number, act: (n: number) => void): () => void {
  const begun = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - begun) / 1000) * perSecond;
    while (done < due) act(done++);
  }, 5);
  return () => clearInterval(timer);
}
