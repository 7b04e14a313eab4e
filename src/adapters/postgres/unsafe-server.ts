import { english } from "../../base/english.ts";
import type { Connection } from "./connection.ts";
import { refused } from "./failure.ts";

/** The settings of a server that are checked before anything is stored there. */
export interface ServerSettings {
  readonly version: number;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly encoding: string;
  readonly is_standby: number;
  /** `max_connections`, for all clients. */
  readonly connections: number;
  /** Whether the server has standbys but a commit waits for none of them. */
  readonly is_asynchronous: number;
}

const question = `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
  current_setting('full_page_writes') as full_page_writes, current_setting('server_encoding') as encoding,
  pg_is_in_recovery()::int as is_standby, current_setting('max_connections')::int as connections,
  (current_setting('synchronous_standby_names') = '' and exists (select from pg_stat_replication))::int as is_asynchronous`;

export async function readServerSettings({ query }: Connection): Promise<ServerSettings> {
  return (await query(question)).rows[0] as unknown as ServerSettings;
}

const oldest = 140_000;

/** Why the server must not be used, as a sentence; undefined if it may be used. */
export function faultOfServer(name: string, settings: Omit<ServerSettings, "is_asynchronous">): string | undefined {
  const { version, fsync, full_page_writes, encoding, is_standby } = settings;
  if (version < oldest)
    return english`The database ${name} is PostgreSQL ${Math.floor(version / 10_000)}. Saoma needs 14 or newer.`;
  if (is_standby === 1)
    return english`The database ${name} is a standby, which is read-only. Name the primary in database.url.`;
  if (encoding !== "UTF8")
    return english`The database ${name} is in ${encoding}, which cannot hold every name. Make one: createdb --encoding=UTF8 --template=template0 NAME.`;
  const off = fsync !== "on" ? "fsync" : full_page_writes !== "on" ? "full_page_writes" : undefined;
  if (off === undefined) return undefined;
  return english`The server of the database ${name} has ${off} off: a power cut loses acknowledged transactions. Set ${off} = on in postgresql.conf.`;
}

/** Rejects if the server could lose committed data, or cannot be written to. */
export async function refuseUnsafe(connection: Connection, name: string): Promise<void> {
  const fault = faultOfServer(name, await readServerSettings(connection));
  if (fault !== undefined) throw refused(fault);
}
