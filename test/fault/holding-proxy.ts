// A proxy to PostgreSQL that can hold one message back, so that something else happens first.
import { connect, createServer, type Socket } from "node:net";

/** A message that is held back, or will be. */
export interface Held {
  /** Resolves when the message has arrived and is held. */
  readonly came: Promise<void>;
  /** Forwards it. */
  release(): void;
}

export interface HoldingProxy {
  readonly port: number;
  /** Holds the next message of a client that contains this text. */
  hold(text: string): Held;
  close(): void;
}

interface Waiting {
  readonly text: string;
  readonly caught: () => void;
  readonly released: Promise<void>;
}

export async function startHoldingProxy(to: number): Promise<HoldingProxy> {
  const sockets = new Set<Socket>();
  let waiting: Waiting | undefined;

  /** The promise to wait for before these bytes are forwarded. */
  function passing(data: Buffer): Promise<void> | undefined {
    if (waiting === undefined || !data.includes(waiting.text)) return undefined;
    const { caught, released } = waiting;
    waiting = undefined;
    caught();
    return released;
  }

  function join(client: Socket): void {
    const server = connect({ port: to, host: "127.0.0.1", noDelay: true });
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      sockets.add(socket.on("error", end).on("close", end));
      socket.once("close", () => sockets.delete(socket));
    }
    let before: Promise<unknown> = Promise.resolve();
    client.on("data", (data: Buffer) => {
      const held = passing(data);
      before = before.then(() => held).then(() => server.write(data));
    });
    server.on("data", (data: Buffer) => client.write(data));
  }

  const listener = createServer({ noDelay: true }, join);
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    hold(text) {
      const arrival = Promise.withResolvers<void>();
      const departure = Promise.withResolvers<void>();
      waiting = { text, caught: arrival.resolve, released: departure.promise };
      return { came: arrival.promise, release: departure.resolve };
    },
    close() {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
