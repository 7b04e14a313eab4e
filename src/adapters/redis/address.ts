import { english } from "../../base/english.ts";
import { isLocalHost, isPercentEncoded } from "../../base/url-parts.ts";

/** The address of a Redis server, read from its URL. */
export interface RedisAddress {
  /** The file of a Unix socket; absent over TCP. */
  readonly socket?: string;
  /** A host name or an IP address. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  /** The number of the database. */
  readonly database: number;
  /** Whether the connection is encrypted, and the server's certificate checked. */
  readonly tls: boolean;
  /** The address for operators: without the password. */
  readonly name: string;
  /** Whether the connection stays on this machine. */
  readonly isLocal: boolean;
}

const example = "redis://user:password@host:6379/0";

/**
 * What is wrong with a URL, as the predicate of a sentence; undefined if it is valid. The text quotes nothing of the
 * URL, because the URL is secret.
 */
export function faultOfRedisAddress(given: string): string | undefined {
  const url = URL.parse(given);
  if (!url || !/^(rediss?|unix):$/.test(url.protocol))
    return english`must be as in ${example}, rediss://… for TLS, or unix:///run/redis/redis.sock. Percent-encode what is special in the password, such as # / ? and %.`;
  if (![url.username, url.password, url.hostname, url.pathname].every(isPercentEncoded))
    return english`has a % that encodes nothing. Write %25 for a % in the password.`;
  const unknown = [...url.searchParams.keys()].find((name) => name !== "socket");
  if (unknown !== undefined) return english`must not have ${unknown.slice(0, 40)}. Remove it.`;
  if (url.protocol === "unix:")
    return url.hostname === "" && url.pathname.length > 1
      ? undefined
      : english`must have three slashes before the socket's path, as in unix:///run/redis/redis.sock.`;
  if (url.hostname === "") return english`must name the host, as in ${example}.`;
  if (!/^\/?\d{0,5}$/.test(url.pathname))
    return english`must end with the number of a database or nothing, as in ${example}.`;
  return faultOfSocket(url);
}

function faultOfSocket({ searchParams, protocol }: URL): string | undefined {
  const socket = searchParams.get("socket");
  if (socket === null) return undefined;
  if (protocol === "rediss:") return english`must be redis://, because a socket is on this machine and has no TLS.`;
  return socket.startsWith("/")
    ? undefined
    : english`must name the socket by its whole path, as in ?socket=/run/redis/redis.sock.`;
}

export function redisAddress(given: string): RedisAddress {
  const url = new URL(given);
  const socket = url.protocol === "unix:" ? decodeURIComponent(url.pathname) : url.searchParams.get("socket");
  const host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? 6379 : Number(url.port);
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return {
    ...(socket === null ? {} : { socket }),
    host,
    port,
    ...(user === "" ? {} : { user }),
    ...(password === "" ? {} : { password }),
    database: url.protocol === "unix:" ? 0 : Number(url.pathname.slice(1)),
    tls: url.protocol === "rediss:",
    name: socket ?? `${host}:${port}`,
    isLocal: socket !== null || isLocalHost(host),
  };
}
