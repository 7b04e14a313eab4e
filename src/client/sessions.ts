import type { SessionsView } from "../wire/sessions.ts";
import type { Client } from "./client.ts";
import { proving } from "./proving.ts";
import { bodyOf } from "./request.ts";

/** The browsers and devices in which whoever is signed in is signed in. All fail with `RequestFailed`. */
export interface Sessions {
  list(signal?: AbortSignal): Promise<SessionsView>;
  /** Signs one of them out; `session_not_found` where it is over by now. */
  end(id: string, signal?: AbortSignal): Promise<SessionsView>;
  /** Signs all of them out, this browser too; with `keep: "current"` all others. */
  endAll(options?: { readonly keep?: "current" }, signal?: AbortSignal): Promise<SessionsView>;
}

/** `accessToken`: of a client that keeps its session by tokens. */
export function createSessions(client: Client, { accessToken }: { readonly accessToken?: string } = {}): Sessions {
  const requests = proving(client.requests, accessToken);
  const call = async (method: string, rest: string, signal?: AbortSignal): Promise<SessionsView> =>
    bodyOf(await requests.call(method, `/v1/sessions${rest}`, signal && { signal }));
  return {
    list: (signal) => call("GET", "", signal),
    end: (id, signal) => call("DELETE", `/${encodeURIComponent(id)}`, signal),
    endAll: ({ keep } = {}, signal) => call("DELETE", keep ? `?keep=${keep}` : "", signal),
  };
}
