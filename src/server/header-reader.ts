import type { IncomingHttpHeaders } from "node:http";

/** A request, or anything else with its headers. */
export interface HasHeaders {
  /** The headers: those of a `Request`, or those of Node's `IncomingMessage`. */
  readonly headers: Pick<Headers, "get"> | IncomingHttpHeaders;
}

/** The headers of a request of either kind, by their names in lower case. */
export const headerReader = ({ headers }: HasHeaders): Pick<Headers, "get"> =>
  typeof headers.get === "function"
    ? (headers as Pick<Headers, "get">)
    : { get: (name) => (headers as Record<string, string | undefined>)[name] ?? null };
