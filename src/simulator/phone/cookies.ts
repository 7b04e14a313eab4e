/** The cookies of one phone's browser: host-only or with a domain, by path, until they expire. */
export interface CookieJar {
  /** The `Cookie` header for this address; undefined if there are no cookies. */
  header(url: URL): string | undefined;
  /** Stores the cookies of `Set-Cookie` headers. */
  store(url: URL, lines: readonly string[]): void;
}

interface Cookie {
  name: string;
  value: string;
  domain: string;
  isHostOnly: boolean;
  path: string;
  isSecure: boolean;
  expiresAt: number;
}

const maxCookies = 200;

/**
 * Creates a cookie jar with the part of RFC 6265 that sign-ins need. Loopback counts as secure. `now` returns
 * milliseconds.
 */
export function createCookieJar(now: () => number): CookieJar {
  let cookies: Cookie[] = [];
  const isSame = (a: Cookie, b: Cookie): boolean => a.name === b.name && a.domain === b.domain && a.path === b.path;
  return {
    header(url) {
      const sent = cookies.filter((cookie) => cookie.expiresAt > now() && goesTo(cookie, url));
      const line = sent.sort((a, b) => b.path.length - a.path.length).map(({ name, value }) => `${name}=${value}`);
      return line.length === 0 ? undefined : line.join("; ");
    },
    store(url, lines) {
      for (const line of lines) {
        const cookie = parsed(line, url, now());
        if (cookie === undefined) continue;
        cookies = [...cookies.filter((each) => !isSame(each, cookie) && each.expiresAt > now()), cookie].slice(
          -maxCookies,
        );
      }
    },
  };
}

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

const isSafe = (url: URL): boolean => url.protocol === "https:" || isLoopback(url);

function goesTo({ domain, isHostOnly, path, isSecure }: Cookie, url: URL): boolean {
  if (isSecure && !isSafe(url)) return false;
  const isHost = url.hostname === domain || (!isHostOnly && url.hostname.endsWith(`.${domain}`));
  const isPath = url.pathname === path || url.pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
  return isHost && isPath;
}

function parsed(line: string, url: URL, now: number): Cookie | undefined {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at).trim();
  if (at < 1 || name === "") return undefined;
  const given = new Map(attributes.map((each) => halves(each)));
  const domain = given.get("domain")?.replace(/^\./, "").toLowerCase() || undefined;
  if (domain !== undefined && url.hostname !== domain && !url.hostname.endsWith(`.${domain}`)) return undefined;
  const isSecure = given.has("secure");
  if (/^__(Host|Secure)-/.test(name) && !(isSecure && isSafe(url))) return undefined;
  return {
    name,
    value: pair.slice(at + 1).trim(),
    domain: domain ?? url.hostname,
    isHostOnly: domain === undefined,
    path: pathOf(given.get("path"), url),
    isSecure,
    expiresAt: endOf(given, now),
  };
}

function halves(attribute: string): [string, string] {
  const [name = "", ...value] = attribute.split("=");
  return [name.trim().toLowerCase(), value.join("=").trim()];
}

const pathOf = (given: string | undefined, url: URL): string =>
  given?.startsWith("/") ? given : url.pathname.slice(0, url.pathname.lastIndexOf("/")) || "/";

function endOf(given: ReadonlyMap<string, string>, now: number): number {
  const age = given.get("max-age");
  if (age !== undefined && /^-?\d+$/.test(age)) return now + Number(age) * 1000;
  const date = Date.parse(given.get("expires") ?? "");
  return Number.isNaN(date) ? Number.POSITIVE_INFINITY : date;
}
