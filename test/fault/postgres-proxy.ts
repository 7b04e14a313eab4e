// A proxy to PostgreSQL that cuts connections at a COMMIT.
import { connect, createServer, type Socket } from "node:net";

/** When a connection is cut: before the server has the COMMIT, when it has half of it, or when it has answered. */
export type Cut = "before" | "half" | "unheard";

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
  const cuts = { before: 0, half: 0, unheard: 0 };
  const sockets = new Set<Socket>();
  let choose: () => Cut | undefined = () => undefined;

  function join(client: Socket): void {
    const server = connect({ port: to, host: "127.0.0.1", noDelay: true });
    let deaf = false;
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      sockets.add(socket.on("error", end).on("close", end));
      socket.once("close", () => sockets.delete(socket));
    }
    client.on("data", (data: Buffer) => {
      const cut = data.includes(commit) ? choose() : undefined;
      if (cut !== undefined) cuts[cut]++;
      if (cut === "before") return end();
      if (cut === "half") return void server.write(data.subarray(0, data.length - 3), end);
      deaf ||= cut === "unheard";
      server.write(data);
    });
    server.on("data", (data: Buffer) => (deaf ? end() : client.write(data)));
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
