import { english } from "../../base/english.ts";
import { isLocalHost, isPercentEncoded } from "../../base/url-parts.ts";

/** The address of a PostgreSQL server, read from its URL. */
export interface PostgresAddress {
  /** A host name, an IP address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  /** The address for operators: without the password. */
  readonly name: string;
  /** Whether the connection stays on this machine: a Unix socket or a loopback address. It needs no TLS then. */
  readonly isLocal: boolean;
}

/** The parameters that the URL may have. Everything else is set by Saoma's own options, or not supported. */
const known: ReadonlySet<string> = new Set(["host", "sslmode", "application_name"]);

/** Values of `sslmode` that ask for no more than Saoma does anyway. */
const verified: ReadonlySet<string> = new Set(["require", "verify-ca", "verify-full"]);

/**
 * What is wrong with a URL, as the predicate of a sentence; undefined if it is valid. The text quotes nothing of the
 * URL, because the URL is secret.
 */
export function faultOfAddress(url: string): string | undefined {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
    return english`must be as in postgres://user:password@host:5432/saoma. Percent-encode what is special in the password, such as # / ? and %.`;
  const { searchParams, pathname, username, password, hostname } = new URL(url);
  if (![username, password, hostname, pathname].every(isPercentEncoded))
    return english`has a % that encodes nothing. Write %25 for a % in the password.`;
  if (!/^\/[^/]+$/.test(pathname))
    return english`must name the database, as in postgres://user:password@host:5432/saoma.`;
  if (username === "") return english`must name the user, as in postgres://user:password@host:5432/saoma.`;
  const unknown = [...searchParams.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) return english`must not have ${unknown.slice(0, 40)}. Remove it.`;
  const mode = searchParams.get("sslmode");
  if (mode !== null && !verified.has(mode))
    return english`must not weaken TLS by sslmode. Remove that; tls: "off" or "unverified" beside the URL does it.`;
  return hostOf(new URL(url)) === ""
    ? english`must name the host, as in postgres://user:password@host:5432/saoma.`
    : undefined;
}

export function postgresAddress(given: string): PostgresAddress {
  const url = new URL(given);
  const host = hostOf(url);
  const port = url.port === "" ? 5432 : Number(url.port);
  const database = decodeURIComponent(url.pathname.slice(1));
  const password = decodeURIComponent(url.password);
  return {
    host,
    port,
    user: decodeURIComponent(url.username),
    ...(password === "" ? {} : { password }),
    database,
    name: `${database} at ${host}${host.startsWith("/") ? "" : `:${port}`}`,
    isLocal: host.startsWith("/") || isLocalHost(host),
  };
}

/** The host, without the brackets of an IPv6 address. */
const hostOf = ({ hostname, searchParams }: URL): string =>
  searchParams.get("host") ?? decodeURIComponent(hostname).replace(/^\[(.*)\]$/, "$1");
