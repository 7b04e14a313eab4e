import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Clock } from "../../base/clock.ts";
import { addressesIn, isPrivate } from "./private-address.ts";

export interface PostOptions {
  readonly clock: Clock;
  /** Private addresses and ranges that may be called all the same. */
  readonly allowed: readonly string[];
  /** Resolves a name to all its addresses; default the system's. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
}

/** The status of the answer; its body is not read. Rejects where there was none, or the address may not be called. */
export type Post = (url: URL, headers: Readonly<Record<string, string>>, body: string) => Promise<number>;

/** Until the answer has begun, in milliseconds. */
const timeoutMs = 8_000;

/**
 * Posts to a server of the operator's choice. Its name is resolved once, every address looked at, and the connection
 * goes to what was looked at. Redirects are not followed.
 */
export function createPost({ clock, allowed, resolve = systemResolve }: PostOptions): Post {
  const isAllowed = addressesIn(allowed);
  const refuse = (address: string): void => {
    if (isPrivate(address) && !isAllowed(address)) throw new Error(`${address} is a private address`);
  };
  const lookup: LookupFunction = (name, _options, done) => {
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
  return async (url, headers, body) => {
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    if (isIP(host) !== 0) refuse(host);
    const { promise, resolve: answer, reject } = Promise.withResolvers<number>();
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const length = String(Buffer.byteLength(body));
    const options = { method: "POST", headers: { ...headers, "content-length": length }, agent: false, lookup };
    const request = send(url, options, (response) => {
      answer(response.statusCode ?? 0);
      response.destroy();
    });
    request.on("error", reject);
    const cancel = clock.after(timeoutMs, () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    request.end(body);
    return promise.finally(cancel);
  };
}

const systemResolve = (name: string): Promise<LookupAddress[]> =>
  new Promise((resolve, reject) => {
    systemLookup(name, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
