import type { PostgresAddress } from "./address.ts";
import type { Client, Driver, Query, Result } from "./driver.ts";
import { isOfServer } from "./failure.ts";
import { type InstanceMarks, sessionName } from "./session-name.ts";

/** How to reach a server, and how its TLS is checked. */
export interface Target {
  readonly driver: Driver;
  readonly address: PostgresAddress;
  /** `verified` uses the machine's certificate authorities, or `ca`. Local connections use no TLS. */
  readonly tls: "verified" | "unverified" | "off";
  /** The certificate of the authority, as PEM. */
  readonly ca?: string;
  /** The marks of this instance. The names of its sessions contain them, so that the other instances can read them. */
  readonly marks?: InstanceMarks;
}

/** One session of the server. */
export interface Connection {
  readonly client: Client;
  /** Runs a statement. Closes the connection on an error that the server did not send: its state is unknown then. */
  query(query: string | Query): Promise<Result>;
  /** False once it was lost or closed. */
  isAlive(): boolean;
  close(): Promise<void>;
}

/** A migration may scan whole tables, and waits for a migration of another instance. */
const maintenance = ["set statement_timeout = '10min'", "set lock_timeout = '1min'"];
const maintenanceTimeout = 11 * 60_000;

/**
 * Every statement finds its rows by an index. The planner prefers to scan a table that is small or was never analysed;
 * a serializable transaction then counts as having read all of it, and concurrent transactions that write to it are run
 * again.
 */
const byIndex = ["seqscan", "hashjoin", "mergejoin"].map((way) => `set enable_${way} = off`);

const always = [
  "set default_transaction_isolation = 'read committed'",
  "set idle_in_transaction_session_timeout = '5s'",
  // Even if the server's default is off: a reply to WeChat is durable before it is sent.
  "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
];

const connectTimeout = 3_000;

/**
 * All timeouts are below the 5 s within which WeChat expects a reply. The server times out before the client, so that
 * the client gets the server's error. A lock is waited for longer than PostgreSQL's deadlock_timeout (1 s): a deadlock is
 * recognised as one then, and its transaction is run again.
 */
const brisk = ["set statement_timeout = '2s'", "set lock_timeout = '1500ms'", ...byIndex];
const briskTimeout = 3_000;

/** Opens a connection for the service, with short timeouts. */
export const openConnection = (target: Target): Promise<Connection> => open(target, brisk, briskTimeout);

/** Opens a connection for changes of the schema, with long timeouts. */
export const openMaintenanceConnection = (target: Target): Promise<Connection> =>
  open(target, maintenance, maintenanceTimeout);

async function open(target: Target, settings: readonly string[], queryTimeout: number): Promise<Connection> {
  const client = new target.driver.Client({ ...optionsFor(target), query_timeout: queryTimeout });
  let alive = true;
  const lost = () => {
    alive = false;
  };
  // An "error" event without a listener would end the process.
  client.on("error", lost);
  client.on("end", lost);

  async function close(): Promise<void> {
    alive = false;
    await client.end().catch(() => {});
  }

  async function query(given: string | Query): Promise<Result> {
    try {
      return await client.query(given);
    } catch (error) {
      if (!isOfServer(error)) void close();
      throw error;
    }
  }

  try {
    await client.connect();
    await query([...settings, ...always].join("; "));
  } catch (error) {
    await close();
    throw error;
  }
  return { client, query, isAlive: () => alive, close };
}

function optionsFor({ address, tls, ca, marks }: Target): object {
  const { host, port, user, password, database, isLocal } = address;
  const isPlain = tls === "off" || (isLocal && ca === undefined);
  return {
    host,
    port,
    user,
    database,
    // Without a value the driver would read PGPASSWORD and ~/.pgpass, which are for other programs.
    password: password ?? "",
    ssl: isPlain ? false : { rejectUnauthorized: tls === "verified", ...(ca === undefined ? {} : { ca }) },
    application_name: sessionName(marks),
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    types: { getTypeParser: (oid: number) => (numbers.has(oid) ? Number : asItIs) },
  };
}

/** int8, int2, int4. All stored numbers fit into a JavaScript number, because SQLite stores the same ones. */
const numbers: ReadonlySet<number> = new Set([20, 21, 23]);

const asItIs = (text: string): string => text;
