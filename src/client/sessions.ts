import type { SessionsView } from "../wire/sessions.ts";
import type { Client } from "./client.ts";
import { proving } from "./proving.ts";
import { bodyOf } from "./request.ts";

/** The calls on the sessions of the account that is signed in. All reject with {@link RequestFailed}. */
export interface Sessions {
  /** Fetches the account's sessions, the newest first. */
  list(signal?: AbortSignal): Promise<SessionsView>;
  /** Ends a session. Fails with `session_not_found` if it has ended already. */
  end(id: string, signal?: AbortSignal): Promise<SessionsView>;
  /** Ends all sessions, this browser's too; with `keep: "current"`, all others. */
  endAll(
    options?: {
      /** `current` keeps this browser's session. */
      readonly keep?: "current";
    },
    signal?: AbortSignal,
  ): Promise<SessionsView>;
}

/**
 * Makes the calls on the sessions of the account that is signed in.
 *
 * @example
 * import { createClient, createSessions } from "saoma/client";
 *
 * const sessions = createSessions(createClient());
 * const { sessions: all } = await sessions.list();
 * if (all.length > 1) await sessions.endAll({ keep: "current" });
 */
export function createSessions(
  client: Client,
  {
    accessToken,
  }: {
    /** The access token of a client that keeps its session by tokens. */
    readonly accessToken?: string;
  } = {},
): Sessions {
  const requests = proving(client.requests, accessToken);
  const call = async (method: string, rest: string, signal?: AbortSignal): Promise<SessionsView> =>
    bodyOf(await requests.call(method, `/v1/sessions${rest}`, signal && { signal }));
  return {
    list: (signal) => call("GET", "", signal),
    end: (id, signal) => call("DELETE", `/${encodeURIComponent(id)}`, signal),
    endAll: ({ keep } = {}, signal) => call("DELETE", keep ? `?keep=${keep}` : "", signal),
  };
}
