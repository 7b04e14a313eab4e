import { type Clock, systemClock } from "../../base/clock.ts";
import { type Random, systemRandom } from "../../base/random.ts";
import type { SmsSender } from "../../ports/sms.ts";
import { type Mounted, openBrowser } from "./browser.ts";
import { type TestOptions, withTestSecrets } from "./options.ts";
import { createPhone, type ShownAttempt } from "./phone.ts";
import { createInboxes, type Inboxes, phoneOf } from "./sms.ts";
import { testWechat } from "./wechat.ts";

/** A service that people are signed in to by {@link signIn}. */
export interface TestSaoma extends Mounted {
  /** Who is signed in by this request; undefined if nobody is. */
  session(request: Request): Promise<object | undefined>;
  /** The parts of the test. */
  readonly test: TestSetup;
}

/** The parts of a test: what {@link createTestSaoma} has made. */
export interface TestSetup {
  /** The options of the service, secrets included. */
  readonly options: TestOptions;
  /** The clock of the service. */
  readonly clock: Clock;
  /** The source of random bytes of the service. */
  readonly random: Random;
  /** The SMS inboxes. */
  readonly inboxes: Inboxes;
}

interface TestRuntime {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly smsSender?: SmsSender;
}

/**
 * Makes a service for tests. It needs no secrets: those that the options leave out are made up. Its WeChat and the
 * inboxes of SMS are in this process; nothing leaves the machine.
 *
 * @param create `createSaoma` of `saoma`.
 * @param options The configuration; `database: { path: ":memory:" }` keeps nothing.
 * @param runtime The runtime of `createSaoma`; its `fetch` is replaced.
 * @example
 * import { createSaoma } from "saoma";
 * import { createTestSaoma, signIn } from "saoma/testing";
 *
 * const saoma = createTestSaoma(createSaoma, {
 *   origin: "https://login.example.com",
 *   database: { path: ":memory:" },
 *   sources: [{ kind: "service", appid: "wx0123456789abcdef", name: "叶子书店" }],
 *   applications: [{ id: "shop", name: "叶子书店" }],
 * });
 * const { cookie } = await signIn(saoma, "ada");
 */
export function createTestSaoma<Options extends TestOptions, Runtime extends TestRuntime, Made>(
  create: (options: Options, runtime?: Runtime) => Made,
  options: NoInfer<Options>,
  runtime?: NoInfer<Runtime>,
): Made & {
  /** The parts of the test. */
  readonly test: TestSetup;
} {
  const { clock = systemClock, random = systemRandom, smsSender }: TestRuntime = runtime ?? {};
  const inboxes = createInboxes(smsSender);
  const whole = withTestSecrets<Options>(options, random);
  const parts = { ...runtime, clock, random, fetch: testWechat, smsSender: inboxes.sender };
  const made = create(whole, parts as unknown as Runtime);
  return Object.assign(made as Made & object, { test: { options: whole, clock, random, inboxes } });
}

/** How somebody signs in, where there is a choice. */
export interface SignInOptions {
  /** Default: the only one. */
  readonly application?: string;
  /** Default: `auto`, as a browser on a desk is given. */
  readonly channel?: string;
  /** The appid to use. */
  readonly source?: string;
  /** `token` for an access token and a refresh token in the place of the session's cookie. */
  readonly mode?: "cookie" | "token";
  /**
   * Their phone, as they type it where newcomers are to bind one. Default: a Chinese mobile of their own, the same for
   * the same name.
   */
  readonly phone?: string;
}

/** The result of {@link signIn}: what a test sends with its requests. */
export interface SignedInKeys {
  /** The whole `Cookie` header of the browser that signed in. */
  readonly cookie: string;
  /** The access token, with `mode: "token"`. */
  readonly accessToken?: string;
  /** The refresh token, with `mode: "token"`. */
  readonly refreshToken?: string;
  /** Lifetime of the access token in seconds. */
  readonly expiresIn?: number;
}

/** Who is signed in, as `saoma.session` tells it. */
export type ViewOf<Saoma extends TestSaoma> = NonNullable<Awaited<ReturnType<Saoma["session"]>>>;

/**
 * Signs a person in, through every step of a real sign-in: an attempt, a signed push of the scan (or the code in the
 * chat, or WeChat's page), a confirmation if the policy asks for one, a phone and the code of its SMS if newcomers
 * bind one, and the redeem. The same name is the same person.
 *
 * @param person Any name. Default: `somebody`.
 * @throws {Error} if the service does not sign the person in, with the reason.
 * @example
 * import { signIn, type TestSaoma } from "saoma/testing";
 *
 * declare const saoma: TestSaoma;
 * const { cookie } = await signIn(saoma, "ada");
 * const who = await saoma.session(new Request("https://login.example.com/", { headers: { cookie } }));
 */
export async function signIn<Saoma extends TestSaoma>(
  saoma: Saoma,
  person = "somebody",
  { mode = "cookie", phone: number = phoneOf(person), ...wanted }: SignInOptions = {},
): Promise<ViewOf<Saoma> & SignedInKeys> {
  const { options } = saoma.test;
  const browser = openBrowser(saoma, options.origin);
  const phone = createPhone({ name: person, number }, { ...saoma.test, service: saoma });
  const attempt = await browser.call<ShownAttempt>("POST", "/v1/attempts", wanted);
  const { status, reason } = await phone.signIn(attempt, browser);
  if (status !== "granted") throw new Error(`${person} is not signed in: the attempt is ${reason ?? status}`);
  const redeemed = await browser.call<ViewOf<Saoma>>("POST", `/v1/attempts/${attempt.id}/redeem`, { mode });
  return { ...redeemed, cookie: browser.cookie() };
}
