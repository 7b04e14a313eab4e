// Everything the page does, in one module without imports: the developer tools and Node resolve imports differently.

interface Failure {
  errMsg: string;
}

/** What the page needs of `wx`. */
export interface Host {
  /** Asks for consent where the person has not given it; WeChat's own sheet does the asking. */
  requirePrivacyAuthorize(options: { success: () => void; fail: (failure: Failure) => void }): void;
  login(options: { success: (result: { code: string }) => void; fail: (failure: Failure) => void }): void;
  request(options: {
    url: string;
    method: "POST" | "DELETE";
    header: Record<string, string>;
    data: object;
    timeout: number;
    success: (result: { statusCode: number; data: unknown }) => void;
    fail: (failure: Failure) => void;
  }): void;
}

interface Terms {
  readonly title: string;
  readonly url: string;
  readonly version: string;
}

/** What the page shows. */
export type AccountState =
  | { readonly kind: "signed-out" | "loading" | "consent" | "phone" | "trouble" }
  /** To be agreed to before anybody is signed in. */
  | { readonly kind: "terms"; readonly terms: readonly Terms[] }
  /** Somebody added this WeChat to an account: is it its person's? */
  | { readonly kind: "whose"; readonly name: string; readonly day: string }
  | { readonly kind: "signed-in"; readonly name: string; readonly avatar: string }
  /** `why` is the service's code. */
  | { readonly kind: "refused"; readonly why: string };

export interface Place {
  /** The service's. */
  readonly origin: string;
  /** The application's id. */
  readonly application: string;
  readonly appid: string;
}

/** What the person can do. A tap while another one is being dealt with does nothing. */
export interface MyAccount {
  signIn(): Promise<void>;
  /** Yes to the terms that are shown. */
  agree(): Promise<void>;
  /** The account that is named is theirs. */
  own(): Promise<void>;
  /** What WeChat's phone number button gave. */
  givePhone(code: string): Promise<void>;
  /** Also the way out where something is asked. */
  signOut(): Promise<void>;
  /** For your own requests: `Authorization: Bearer <accessToken>`. Undefined where nobody is signed in. */
  accessToken(): string | undefined;
}

interface Answer {
  readonly account?: { readonly name: string; readonly avatar: string };
  readonly accessToken?: string;
  readonly id?: string;
  readonly claim?: string;
  readonly status?: string;
  readonly terms?: readonly Terms[];
  readonly addedAt?: string;
  readonly code?: string;
}

const refusals = ["newcomer_refused", "not_admitted", "wechat_lost", "account_suspended", "conflict"];

/** Signs the person of this phone in, by `POST /v1/sign-in/mini-program`. */
export function createAccount(host: Host, place: Place, show: (state: AccountState) => void): MyAccount {
  let attempt: Answer = {};
  let accessToken: string | undefined;
  let busy = false;
  let isOwn = false;

  async function once(work: () => Promise<AccountState>): Promise<void> {
    if (busy) return;
    busy = true;
    show({ kind: "loading" });
    show(await work().catch((): AccountState => ({ kind: "trouble" })));
    busy = false;
  }

  /** With what WeChat says of the person now: a code works once. */
  async function ask(more: object = {}): Promise<AccountState> {
    if (!(await consents(host))) return { kind: "consent" };
    const { application, appid, origin } = place;
    const body = { application, appid, code: await login(host), ...more };
    return take(await send(host, "POST", `${origin}/v1/sign-in/mini-program`, body));
  }

  /** The answer to what was asked, by the claim that came with the question. */
  async function redeem(answer: object): Promise<AccountState> {
    const { id = "", claim = "" } = attempt;
    const url = `${place.origin}/v1/attempts/${encodeURIComponent(id)}/redeem`;
    const body = { mode: "token", ...answer };
    return take(await send(host, "POST", url, body, `Claim ${claim}`));
  }

  function take(answer: Answer): AccountState {
    const { code = "" } = answer;
    if (refusals.indexOf(code) >= 0) return { kind: "refused", why: code };
    if (code !== "") return { kind: "trouble" };
    const { name = "", avatar = "" } = answer.account ?? {};
    accessToken = answer.accessToken;
    if (accessToken !== undefined) return { kind: "signed-in", name, avatar };
    attempt = answer;
    isOwn = false;
    if (answer.status === "phone_required") return { kind: "phone" };
    if (answer.addedAt !== undefined) return { kind: "whose", name, day: answer.addedAt.slice(0, 10) };
    return { kind: "terms", terms: answer.terms ?? [] };
  }

  const agreedTo = () => (attempt.terms ?? []).map(({ title, version }) => ({ title, version }));
  return {
    accessToken: () => accessToken,
    signIn: () => once(ask),
    agree: () => once(() => redeem({ ...(isOwn ? { agreed: true } : {}), terms: agreedTo() })),
    own: () =>
      once(async () => {
        isOwn = true;
        // Terms are asked for next, where there are new ones.
        return attempt.terms ? { kind: "terms", terms: attempt.terms } : redeem({ agreed: true });
      }),
    givePhone: (phoneCode) => once(() => ask({ phoneCode })),
    signOut: () =>
      once(async () => {
        const bearer = accessToken;
        accessToken = undefined;
        if (bearer !== undefined) await send(host, "DELETE", `${place.origin}/v1/session`, {}, `Bearer ${bearer}`);
        return { kind: "signed-out" };
      }),
  };
}

const consents = (host: Host): Promise<boolean> =>
  new Promise((resolve) => {
    host.requirePrivacyAuthorize({ success: () => resolve(true), fail: () => resolve(false) });
  });

const login = (host: Host): Promise<string> =>
  new Promise((resolve, reject) => {
    host.login({ success: ({ code }) => resolve(code), fail: ({ errMsg }) => reject(new Error(errMsg)) });
  });

const timeout = 10_000;

/** The service's answer, a problem as well: those have a `code`. */
function send(
  host: Host,
  method: "POST" | "DELETE",
  url: string,
  data: object,
  authorization?: string,
): Promise<Answer> {
  const header = { "content-type": "application/json", ...(authorization ? { authorization } : {}) };
  return new Promise((resolve, reject) => {
    host.request({
      url,
      method,
      header,
      data,
      timeout,
      success: ({ data }) => resolve((data || {}) as Answer),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
}
