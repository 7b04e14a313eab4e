import type { Requests } from "./request.ts";

/**
 * Adds the access token to each request. A call that already has an `authorization` header (a claim) keeps it: the claim
 * identifies the attempt, and the service finds the session through the attempt.
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
