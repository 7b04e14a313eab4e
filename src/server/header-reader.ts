import type { IncomingHttpHeaders } from "node:http";

/** Anything with headers, such as a request. */
export interface HasHeaders {
  /** The headers: those of a `Request`, or those of Node's `IncomingMessage`. */
  readonly headers: Pick<Headers, "get"> | IncomingHttpHeaders;
}

/** Reads headers of either kind of request, by lower-case name. */
export const headerReader = ({ headers }: HasHeaders): Pick<Headers, "get"> =>
  typeof headers.get === "function"
    ? (headers as Pick<Headers, "get">)
    : { get: (name) => (headers as Record<string, string | undefined>)[name] ?? null };
