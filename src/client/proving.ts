import type { Requests } from "./request.ts";

/**
 * Requests that show an access token. A claim that a call carries already comes first: it proves the attempt, and the
 * attempt knows its session.
 */
export const proving = (requests: Requests, accessToken: string | undefined): Requests =>
  accessToken === undefined
    ? requests
    : {
        ...requests,
        call: (method, path, options = {}) =>
          requests.call(method, path, {
            ...options,
            headers: { authorization: `Bearer ${accessToken}`, ...options.headers },
          }),
      };
