import type { Clock } from "../../base/clock.ts";
import { withDeadline } from "../../base/deadline.ts";
import type { RedisAddress } from "./address.ts";
import type { Client, Driver } from "./driver.ts";

/** How to reach a Redis. */
export interface Target {
  readonly driver: Driver;
  readonly address: RedisAddress;
  /** The certificate of the authority, as PEM. */
  readonly ca?: string;
}

/** Two connections, because one that subscribes cannot send other commands. */
export interface Connection {
  ask(command: readonly string[]): Promise<unknown>;
  subscribe(channel: string, onMessage: (message: string) => void): Promise<void>;
  /** Resolves with the reason when one of them is lost. */
  readonly lost: Promise<Error>;
  close(): void;
}

const openTimeout = 2_000;

export async function openConnection(target: Target, clock: Clock): Promise<Connection> {
  const clients = [makeClient(target), makeClient(target)] as const;
  const [asking, listening] = clients;
  const lost = Promise.withResolvers<Error>();
  for (const client of clients) client.on("error", lost.resolve);
  const close = () => clients.forEach(end);
  try {
    await withDeadline(clock, openTimeout, () => Promise.all(clients.map((client) => client.connect())));
  } catch (error) {
    close();
    throw error;
  }
  return {
    ask: (command) => asking.sendCommand(command),
    subscribe: async (channel, onMessage) => void (await listening.subscribe(channel, onMessage)),
    lost: lost.promise,
    close,
  };
}

/** The driver throws if the connection is closed already. */
function end(client: Client): void {
  try {
    client.destroy();
  } catch {}
}

function makeClient({ driver, address, ca }: Target): Client {
  const { socket, host, port, tls, user, password, database } = address;
  const way = socket === undefined ? { host, port, ...(tls ? { tls } : {}) } : { path: socket };
  return driver.createClient({
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    database,
    name: "saoma",
    // RESP 2 needs no HELLO, which older servers and proxies do not know.
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: "disabled",
    disableOfflineQueue: true,
    // The caller that holds the connection opens the next one.
    socket: { ...way, ...(ca === undefined ? {} : { ca }), connectTimeout: openTimeout, reconnectStrategy: false },
  });
}
