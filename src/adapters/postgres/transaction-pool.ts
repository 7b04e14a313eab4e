// Detects poolers that assign a server session to a client for one transaction only.
import { english } from "../../base/english.ts";
import { type Connection, openConnection, type Target } from "./connection.ts";
import { refused } from "./failure.ts";

/** The default of `database.connections`: the maximum number of concurrent transactions. */
export const defaultConnections = 16;
/** Connections that only read. */
export const readConnections = 4;
/**
 * One connection listens; two more are opened for short times, to read the server's time and while a token is fetched.
 */
const besides = 3;

/** The maximum number of connections that an instance opens. */
export const connectionsFor = (transactions: number): number => transactions + readConnections + besides;

/**
 * How often each session is checked. Alternating between two connections detects poolers that reuse the last session
 * first as well as round-robin ones.
 */
const rounds = 4;

/**
 * Whether other clients use the same session between this connection's transactions. Settings, prepared statements and
 * LISTEN would then be another client's.
 */
export async function isPooledByTransaction(target: Target, one: Connection): Promise<boolean> {
  const first = await backendOf(one);
  // A pooler reports a process id of its own.
  if (first === one.client.processID) return false;
  const other = await openConnection(target);
  try {
    const second = await backendOf(other);
    const isMoved = async () => (await backendOf(other)) !== second || (await backendOf(one)) !== first;
    for (let round = 0; round < rounds; round++) if (second === first || (await isMoved())) return true;
    return false;
  } finally {
    await other.close();
  }
}

/** The process of the server that runs its statements. */
export const backendOf = async ({ query }: Connection): Promise<number> =>
  Number((await query("select pg_backend_pid() as process")).rows[0]?.process);

/** Why such a pooler cannot be used, as a sentence. */
export const faultOfPool = (name: string, connections: number): string =>
  english`The database ${name} is behind a pooler that lends a session for one transaction only. Name PostgreSQL itself in database.url, or let the pooler lend it to the end (PgBouncer: pool_mode = session) with at least ${connectionsFor(connections)} connections for each instance.`;

/** Rejects if settings, prepared statements and LISTEN would not outlast a transaction. */
export async function refuseTransactionPool(target: Target, connection: Connection, connections = defaultConnections) {
  if (!(await isPooledByTransaction(target, connection))) return;
  throw refused(faultOfPool(target.address.name, connections));
}
