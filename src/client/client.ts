import type { StartAttempt } from "../wire/attempt.ts";
import type { SessionView } from "../wire/session.ts";
import { type Attempts, createAttempts } from "./attempts.ts";
import { isFailure } from "./failure.ts";
import { browserPlatform, type Platform } from "./platform.ts";
import { bodyOf, createRequests, type Requests } from "./request.ts";

/** The options of {@link createClient}. */
export interface ClientOptions {
  /** The origin of the service, as in `https://login.example.com`. Default: the page's own origin. */
  readonly server?: string;
  /** The application's id. Optional if the service has one application, or a default one. */
  readonly application?: string;
  /** The channel to use. Default: the service chooses. */
  readonly channel?: NonNullable<StartAttempt["channel"]>;
  /** The appid of the WeChat account to use. Default: the service chooses. */
  readonly source?: string;
  /**
   * The address that the browser returns to after a page of WeChat's; its origin must be one of the application's.
   * Default: the browser stays on that page.
   */
  readonly returnTo?: string;
  /**
   * How the claim is kept: `header` is for pages on another registrable domain than the service. Default `cookie`.
   */
  readonly claim?: "cookie" | "header";
  /** Replacements for parts of the browser, for tests and other environments. */
  readonly platform?: Partial<Platform>;
}

/** The calls of one page on a Saoma service. Made by {@link createClient}. */
export interface Client {
  /** The calls on attempts. */
  readonly attempts: Attempts;
  /** The environment that the client runs in. */
  readonly platform: Platform;
  /** The HTTP requests under these calls. */
  readonly requests: Requests;
  /** The options of every attempt that the client starts. */
  readonly wanted: StartAttempt;
  /** Fetches the current session of this browser; undefined if nobody is signed in. */
  session(signal?: AbortSignal): Promise<SessionView | undefined>;
  /** Ends this browser's session; does nothing if there is none. */
  signOut(signal?: AbortSignal): Promise<void>;
  /** The time of the service's clock in milliseconds since the epoch; undefined before its first response. */
  serviceTime(): number | undefined;
}

/**
 * Makes a client of one Saoma service. It makes no request by itself.
 *
 * @example
 * import { createClient } from "saoma/client";
 *
 * const client = createClient({ server: "https://login.example.com" });
 * const who = await client.session();
 * console.log(who?.account.name ?? "nobody is signed in");
 */
export function createClient(options: ClientOptions = {}): Client {
  const client = createSignInClient(options);
  return {
    ...client,
    async signOut(signal) {
      await orNobody(() => client.requests.call("DELETE", sessionPath(client.wanted), { signal }));
    },
  };
}

/** The part of {@link Client} that a sign-in needs. */
export type SignInClient = Omit<Client, "signOut">;

export function createSignInClient(options: ClientOptions): SignInClient {
  const { server = "", platform: handed, ...wanted } = options;
  const platform = { ...browserPlatform(), ...handed };
  const requests = createRequests(server, platform);
  return {
    platform,
    requests,
    wanted,
    attempts: createAttempts(requests, wanted),
    serviceTime: requests.serviceTime,
    session: (signal) => orNobody(async () => bodyOf(await requests.call("GET", sessionPath(wanted), { signal }))),
  };
}

/** The path of the session. `application` selects it where a browser has a session with each of several applications. */
export const sessionPath = ({ application }: StartAttempt): string =>
  application ? `/v1/session?application=${encodeURIComponent(application)}` : "/v1/session";

async function orNobody<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isFailure(error, "not_signed_in")) return undefined;
    throw error;
  }
}
