import { randomToken } from "../../../base/bytes.ts";
import { dropOldest } from "../../../base/drop-oldest.ts";
import type { Random } from "../../../base/random.ts";
import type { MovableClock } from "../../clock.ts";
import type { EnvVersion } from "./minicodes.ts";

/** A URL Link or URL Scheme of a 小程序. Times are Unix seconds. */
export interface MiniLink {
  readonly kind: "link" | "scheme";
  readonly url: string;
  readonly appid: string;
  readonly path: string;
  readonly query: string;
  readonly envVersion: EnvVersion;
  readonly createdAt: number;
  /** When it expires; 0: never. */
  readonly expiresAt: number;
}

/** The links of all 小程序. At most 100,000 are kept; the oldest are dropped. */
export interface MiniLinks {
  create(link: Omit<MiniLink, "url" | "createdAt">, start: string): MiniLink;
  /** Finds the link of an address, also if parameters were added to it. */
  byUrl(url: string): MiniLink | undefined;
  /** Finds the URL Link whose address has this ending. */
  byEnd(end: string): MiniLink | undefined;
}

const maxLinks = 100_000;

export function createMiniLinks(clock: MovableClock, random: Random): MiniLinks {
  const links = new Map<string, MiniLink>();
  return {
    create(given, start) {
      const url = start + randomToken(random, 9).replaceAll(/[-_]/g, "a").slice(0, 11);
      const link = { ...given, url, createdAt: clock.seconds() };
      links.set(url, link);
      dropOldest(links, maxLinks);
      return link;
    },
    byUrl: (url) => links.get(url.replace(/[?&]cq=.*$/, "")),
    byEnd: (end) => links.values().find(({ kind, url }) => kind === "link" && url.endsWith(`/${end}`)),
  };
}

/** The query that a developer added to a link: `cq`, at most 256 characters. */
export function addedQuery(url: string): string {
  const [, added = ""] = /[?&]cq=([^&#]*)/.exec(url) ?? [];
  try {
    const query = decodeURIComponent(added);
    return query.length <= 256 ? query : "";
  } catch {
    return "";
  }
}
