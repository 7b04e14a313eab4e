// Calls servers of the operator's choice: resolved once, pinned, bounded in time and size, without redirects.
import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { readAtMost } from "../../base/bounded-body.ts";
import type { Clock } from "../../base/clock.ts";
import { addressesIn, isPrivate } from "./private-address.ts";

export interface CallerOptions {
  readonly clock: Clock;
  /** Private addresses and ranges that may be called nevertheless. */
  readonly allowed: readonly string[];
  /** Resolves a name to all its addresses. Default: the system's resolver. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
}

/** One request. */
export interface Call {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The maximum time until the whole response is read, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest body that is read, in bytes; 0: the body is not read. */
  readonly most: number;
}

export interface CallAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** Rejects if there is no response, if it is too long, or if the address may not be called. */
export type Caller = (url: URL, call: Call) => Promise<CallAnswer>;

/**
 * Calls a server of the operator's choice. Its name is resolved once, every address is checked, and the connection
 * goes to a checked address. Redirects are not followed.
 */
export function createCaller({ clock, allowed, resolve = systemResolve }: CallerOptions): Caller {
  const isAllowed = addressesIn(allowed);
  const refuse = (address: string): void => {
    if (isPrivate(address) && !isAllowed(address)) throw new Error(`${address} is a private address`);
  };
  const lookup = checkedLookup(resolve, refuse);
  return async (url, { method, headers, body, timeoutMs, most }) => {
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    if (isIP(host) !== 0) refuse(host);
    const { promise, resolve: answer, reject } = Promise.withResolvers<CallAnswer>();
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, agent: false, lookup };
    const request = send(url, options, (response) => {
      readAnswer(response, most).then(answer, reject);
    });
    request.on("error", reject);
    const cancel = clock.after(timeoutMs, () => {
      reject(new Error(`no answer within ${timeoutMs} ms`));
      request.destroy();
    });
    request.end(body);
    return promise.finally(cancel);
  };
}

const checkedLookup =
  (resolve: NonNullable<CallerOptions["resolve"]>, refuse: (address: string) => void): LookupFunction =>
  (name, _options, done) => {
    resolve(name)
      .then(
        (found) => {
          for (const { address } of found) refuse(address);
          done(null, [...found]);
        },
        (error: NodeJS.ErrnoException) => done(error, []),
      )
      .catch((error: NodeJS.ErrnoException) => done(error, []));
  };

async function readAnswer(response: IncomingMessage, most: number): Promise<CallAnswer> {
  const { statusCode: status = 0 } = response;
  const body = most === 0 ? Buffer.alloc(0) : await readAtMost(response, most);
  response.destroy();
  if (body === undefined) throw new Error(`it answered more than ${most} bytes`);
  return { status, body };
}

const systemResolve = (name: string): Promise<LookupAddress[]> =>
  new Promise((resolve, reject) => {
    systemLookup(name, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
