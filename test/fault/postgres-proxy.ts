// A proxy to PostgreSQL that cuts connections at a COMMIT, or lets nothing more through them.
import { connect, createServer, type Socket } from "node:net";

/**
 * When a connection is cut: before the server has the COMMIT, when it has half of it, or when it has answered. One that is
 * silent stays open at both ends, as if a firewall had forgotten it: before the server has the COMMIT, or when it has.
 */
export type Cut = "before" | "half" | "unheard" | "silent before" | "silent after";

export interface CuttingProxy {
  readonly port: number;
  /** The number of cut connections of each kind. */
  readonly cuts: Readonly<Record<Cut, number>>;
  /** Returns how the next COMMIT is cut; undefined lets it pass. */
  plan(cut: () => Cut | undefined): void;
  close(): void;
}

const commit = Buffer.from("commit\0");

export function startProxy(to: number): Promise<CuttingProxy> {
  const cuts = { before: 0, half: 0, unheard: 0, "silent before": 0, "silent after": 0 };
  const sockets = new Set<Socket>();
  let choose: () => Cut | undefined = () => undefined;

  function join(client: Socket): void {
    const server = connect({ port: to, host: "127.0.0.1", noDelay: true });
    let [deaf, silent] = [false, false];
    const end = () => {
      client.destroy();
      // The server does not hear that the client has gone.
      if (!silent) server.destroy();
    };
    for (const socket of [client, server]) {
      sockets.add(socket.on("error", end).on("close", end));
      socket.once("close", () => sockets.delete(socket));
    }
    const make: Readonly<Record<Cut, (data: Buffer) => void>> = {
      before: end,
      half: (data) => void server.write(data.subarray(0, data.length - 3), end),
      unheard(data) {
        deaf = true;
        server.write(data);
      },
      "silent before"() {
        silent = true;
      },
      "silent after"(data) {
        silent = true;
        server.write(data);
      },
    };
    client.on("data", (data: Buffer) => {
      if (silent) return;
      const cut = data.includes(commit) ? choose() : undefined;
      if (cut === undefined) return void server.write(data);
      cuts[cut]++;
      make[cut](data);
    });
    server.on("data", (data: Buffer) => {
      if (deaf) end();
      else if (!silent) client.write(data);
    });
  }

  return new Promise((resolve) => {
    const listener = createServer({ noDelay: true }, join).listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve({
        port: typeof address === "object" && address ? address.port : 0,
        cuts,
        plan: (next) => {
          choose = next;
        },
        close() {
          listener.close();
          for (const socket of sockets) socket.destroy();
        },
      });
    });
  });
}
