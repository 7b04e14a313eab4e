import { z } from "zod";
import { faultOfAddress, postgresAddress } from "../../adapters/postgres/address.ts";
import { english } from "../../base/english.ts";
import { Secret } from "../../base/secret.ts";
import type { ConfigProblem } from "./config-error.ts";
import { isOptions } from "./secrets.ts";

/** The database: a SQLite file or a PostgreSQL. */
export type DatabaseConfig = { readonly path: string } | PostgresConfig;

export interface PostgresConfig {
  /** Includes the password. */
  readonly url: Secret;
  readonly tls: "verified" | "unverified" | "off";
  /** The path of the certificate authority's certificate. */
  readonly ca?: string;
  readonly connections: number;
}

const url = z.string().check(({ value, issues }) => {
  const message = faultOfAddress(value);
  if (message) issues.push({ code: "custom", message, input: value });
});

export const path = z.string().min(1);

export const database = z.strictObject({
  path: path.describe("The SQLite file; created if it does not exist").exactOptional(),
  url: url
    .describe(
      "A PostgreSQL instead, as in postgres://user:password@host:5432/saoma; default from SAOMA_DATABASE_URL or SAOMA_DATABASE_URL_FILE",
    )
    .exactOptional(),
  tls: z
    .enum(["verified", "unverified", "off"])
    .default("verified")
    .describe("How the connection to PostgreSQL is protected; only `verified` protects against interception"),
  ca: z
    .string()
    .min(1)
    .describe("The file of the authority that PostgreSQL's certificate is by, as PEM")
    .exactOptional(),
  connections: z
    .int()
    .min(1)
    .max(200)
    .default(16)
    .describe(
      "The maximum number of concurrent transactions on PostgreSQL; up to seven more connections read and listen",
    ),
});

export function databaseConfig({ path, url, tls, ca, connections }: z.output<typeof database>): DatabaseConfig {
  if (url === undefined) return { path: path ?? "" };
  return { url: new Secret(url), tls, connections, ...(ca === undefined ? {} : { ca }) };
}

/** Only one kind of database may be configured. */
export function databaseProblems({ database }: Readonly<Record<string, unknown>>): ConfigProblem[] {
  const choose = english`Write database: { path: "data/saoma.db" }, or set SAOMA_DATABASE_URL for PostgreSQL.`;
  if (database === undefined) return [{ path: "database", message: english`is missing. ${choose}` }];
  if (!isOptions(database)) return [];
  const { path, url } = database;
  if (path === undefined && url === undefined) return [{ path: "database", message: english`has no path. ${choose}` }];
  if (path === undefined || url === undefined) return [];
  return [{ path: "database.url", message: english`is given beside database.path. Keep the one you mean.` }];
}

/** Warnings to log at every start. */
export function databaseWarnings(config: DatabaseConfig): string[] {
  if ("path" in config || config.tls === "verified") return [];
  const { name, isLocal } = postgresAddress(config.url.reveal());
  if (isLocal) return [];
  const means =
    config.tls === "off" ? english`is not encrypted` : english`is encrypted, but the server is not verified`;
  return [english`database.tls is "${config.tls}", so what is sent to ${name} ${means}`];
}
