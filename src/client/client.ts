import type { StartAttempt } from "../wire/attempt.ts";
import type { SessionView } from "../wire/session.ts";
import { type Attempts, createAttempts } from "./attempts.ts";
import { isFailure } from "./failure.ts";
import { browserPlatform, type Platform } from "./platform.ts";
import { bodyOf, createRequests, type Requests } from "./request.ts";

export interface ClientOptions {
  /** Where Saoma is, as in `https://login.example.com`. Default: this page's own origin. */
  readonly server?: string;
  /** The application's id. May be absent where the service has only one. */
  readonly application?: string;
  /** Default: the service chooses. */
  readonly channel?: NonNullable<StartAttempt["channel"]>;
  /** The appid of the WeChat account to use. Default: the service chooses. */
  readonly source?: string;
  /** Where to come back to after a page of WeChat's; on an allowed origin. Default: the browser stays there. */
  readonly returnTo?: string;
  /** Where the claim is kept: `header` for pages on another registrable domain. Default `cookie`. */
  readonly claim?: "cookie" | "header";
  /** What to use instead of the browser's own. */
  readonly platform?: Partial<Platform>;
}

export interface Client {
  readonly attempts: Attempts;
  readonly platform: Platform;
  /** The calls below these, and what the client asks for when it starts an attempt. */
  readonly requests: Requests;
  readonly wanted: StartAttempt;
  /** Who is signed in here; undefined if nobody is. */
  session(signal?: AbortSignal): Promise<SessionView | undefined>;
  /** Ends this browser's session; fine where there is none. */
  signOut(signal?: AbortSignal): Promise<void>;
  /** What the service's clock shows, in milliseconds; undefined until it is known. */
  serviceTime(): number | undefined;
}

/** A client of one Saoma service. Makes no call by itself. */
export function createClient(options: ClientOptions = {}): Client {
  const client = createSignInClient(options);
  return {
    ...client,
    async signOut(signal) {
      await orNobody(() => client.requests.call("DELETE", "/v1/session", { signal }));
    },
  };
}

/** What a sign-in needs of it. */
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
    session: (signal) => orNobody(async () => bodyOf(await requests.call("GET", "/v1/session", { signal }))),
  };
}

async function orNobody<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isFailure(error, "not_signed_in")) return undefined;
    throw error;
  }
}
