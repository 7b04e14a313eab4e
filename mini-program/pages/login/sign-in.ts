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
    method: "POST";
    header: Record<string, string>;
    data: object;
    timeout: number;
    success: (result: { statusCode: number; data: unknown }) => void;
    fail: (failure: Failure) => void;
  }): void;
}

/**
 * What a signed-in page asks for: to `link` this WeChat to its account, or to `prove` that the account's person wants
 * what `approves` names. The account's name is not told before the page is paired.
 */
interface Request {
  readonly purpose: "link" | "prove";
  readonly approves?: "link" | "remove" | "restore" | "delete" | "phone";
}

/** What the page shows. */
export type SignInState =
  | { readonly kind: "loading" }
  /** The person has not agreed to the privacy guidelines; nothing was sent. */
  | { readonly kind: "consent" }
  /** `needsPhone`: the site wants to know the phone of newcomers; by WeChat's button, or by SMS on the page. */
  | {
      readonly kind: "ask";
      readonly site: string;
      readonly browser: string;
      readonly time: string;
      readonly needsPhone: boolean;
      /** Whether the person types the two digits that the browser shows. */
      readonly needsNumber?: true;
      /** The account that is signed in to, where it got this WeChat lately: the person says whether it is theirs. */
      readonly opens?: { readonly name: string; readonly day: string };
      /** Absent for a sign-in. */
      readonly request?: Request;
    }
  /** Allowed without a phone: the page asks for it now, and WeChat's button would still do. */
  | { readonly kind: "phone"; readonly site: string; readonly pairingCode?: string }
  /** `pairingCode`: to be typed on the page that the person opened themselves, which waits for it. */
  | { readonly kind: "allowed"; readonly site: string; readonly pairingCode?: string; readonly request?: Request }
  | { readonly kind: "declined"; readonly request?: Request }
  /**
   * `taken`: somebody else scanned first. `lost`: the site's operator marked this WeChat as lost. `number`: another one was typed than the browser shows. `refused`: the site takes no newcomers. `conflict`: the phone is another
   * WeChat's; with a `request`, this WeChat is another account's, or to `prove`, none of the account's.
   */
  | {
      readonly kind: "over";
      readonly why:
        | "expired"
        | "taken"
        | "unknown"
        | "refused"
        | "conflict"
        | "number"
        | "lost"
        | "suspended"
        | "unlisted";
      readonly request?: Request;
    }
  | { readonly kind: "trouble" };

/** What the page can do. A tap while another one is being dealt with does nothing. */
export interface SignIn {
  /** Asks for consent and says that the code was scanned. Also the way to try again. */
  open(): Promise<void>;
  /**
   * With the code of a `getPhoneNumber` button, where a phone is wanted, and the number that the person typed, where one
   * is: without two digits it does nothing, because one that is wrong ends the sign-in.
   */
  allow(phoneCode?: string, number?: string): Promise<void>;
  /** The account of `opens` is not the person's: they sign in as somebody new, with the number where one is asked. */
  disown(number?: string): Promise<void>;
  /**
   * What a `getPhoneNumber` button gave. Who refused stays where they are; where WeChat gives nobody a number, the
   * website asks for one by SMS.
   */
  allowByButton(given: PhoneButton, number?: string): Promise<void>;
  /** Declines; after a sign-in, takes it back. */
  decline(): Promise<void>;
}

/** The `detail` of `bindgetphonenumber`. */
export interface PhoneButton {
  readonly code?: string | undefined;
  readonly errMsg?: string | undefined;
  readonly errno?: number | undefined;
}

/** The mini-program's paid numbers are used up (https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html). */
const noQuota = 1_400_001;

/** Whether the button fails for everybody: without quota, or where the mini-program may not have numbers at all. */
const isButtonDead = ({ errMsg = "", errno }: PhoneButton): boolean =>
  errno === noQuota || /no permission/i.test(errMsg);

/** The page without its looks: `show` is called with every change. Nothing is granted but by `allow`. */
export function createSignIn(host: Host, place: Place, show: (state: SignInState) => void): SignIn {
  const service = createService(host, place);
  let busy = false;
  // The service takes a confirm only for what the person was asked.
  let asked: Request | undefined;
  let needsNumber = false;
  let opensAccount = false;

  async function once(work: () => Promise<SignInState>): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      const state = await work().catch(stateOfFailure);
      if (state.kind === "ask") asked = state.request;
      opensAccount = state.kind === "ask" && state.opens !== undefined;
      needsNumber = state.kind === "ask" && state.needsNumber === true;
      show(state);
    } finally {
      busy = false;
    }
  }

  const confirm = async (own: boolean, phoneCode?: string, typed = ""): Promise<void> => {
    const number = typed.trim();
    if (own && needsNumber && !/^\d\d$/.test(number)) return;
    await once(async () => {
      const purpose = asked === undefined ? {} : { purpose: asked.purpose };
      const proofs = { ...(phoneCode === undefined ? {} : { phoneCode }), ...(needsNumber && own ? { number } : {}) };
      Object.assign(proofs, opensAccount ? { own } : {});
      return stateOf(await service.act("confirm", { ...purpose, ...proofs }));
    });
  };

  const allow = (phoneCode?: string, typed?: string): Promise<void> => confirm(true, phoneCode, typed);
  return {
    open: () =>
      once(async () => {
        show({ kind: "loading" });
        if (place.scene === "") return { kind: "over", why: "unknown" };
        return (await consents(host)) ? stateOf(await service.act("scan")) : { kind: "consent" };
      }),
    allow,
    disown: (typed) => confirm(false, undefined, typed),
    async allowByButton(given, number) {
      if (given.code !== undefined || isButtonDead(given)) await allow(given.code, number);
    },
    decline: () => once(async () => stateOf(await service.act("decline"))),
  };
}

/** What `getwxacodeunlimit` was given, as `onLoad` gets it: encoded as in an address. */
export function sceneOf(query: Record<string, string | undefined>): string {
  try {
    return decodeURIComponent(query.scene ?? "");
  } catch {
    return "";
  }
}

const consents = (host: Host): Promise<boolean> =>
  new Promise((resolve) => {
    host.requirePrivacyAuthorize({ success: () => resolve(true), fail: () => resolve(false) });
  });

function stateOf({
  status,
  reason,
  site,
  browser,
  startedAt,
  needsPhone,
  needsNumber,
  purpose,
  approves,
  opens,
  pairingCode,
}: Asked): SignInState {
  const request = purpose === undefined ? {} : { request: { purpose, ...(approves ? { approves } : {}) } };
  const pairing = pairingCode === undefined ? {} : { pairingCode };
  const account = opens ? { opens: { name: opens.name, day: dayOf(opens.addedAt) } } : {};
  const wanted = { needsPhone, ...(needsNumber ? { needsNumber } : {}), ...account };
  if (status === "scanned") return { kind: "ask", site, browser, time: timeOf(startedAt), ...wanted, ...request };
  if (status === "phone_required") return { kind: "phone", site, ...pairing };
  if (status === "granted" || status === "redeemed") return { kind: "allowed", site, ...pairing, ...request };
  if (status !== "declined") return { kind: "over", why: "expired" };
  if (reason === "by_person") return { kind: "declined", ...request };
  if (reason === "wrong_number") return { kind: "over", why: "number", ...request };
  if (reason === "wechat_lost") return { kind: "over", why: "lost" };
  if (reason === "account_suspended") return { kind: "over", why: "suspended" };
  if (reason === "not_admitted") return { kind: "over", why: "unlisted" };
  return { kind: "over", why: reason === "conflict" ? "conflict" : "refused", ...request };
}

const whys: Readonly<Record<string, "expired" | "taken" | "unknown" | "lost">> = {
  attempt_ended: "expired",
  attempt_taken: "taken",
  wechat_lost: "lost",
  attempt_not_found: "unknown",
};

function stateOfFailure(error: unknown): SignInState {
  const why = error instanceof ServiceError ? whys[error.code] : undefined;
  return why === undefined ? { kind: "trouble" } : { kind: "over", why };
}

/** As the phone's calendar has it: `2026-05-01`. */
function dayOf(iso: string): string {
  const at = new Date(iso);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** By the clock that the chats tell times by, wherever the phone is: `北京时间 14:05`. Not every WeChat has `Intl`. */
function timeOf(iso: string): string {
  const inBeijing = new Date(Date.parse(iso) + 8 * 3_600_000);
  return `北京时间 ${inBeijing.toISOString().slice(11, 16)}`;
}

/** An attempt, as the service shows it to the person who scanned its code. */
interface Asked {
  readonly site: string;
  readonly browser: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly status: string;
  readonly reason?: string;
  readonly needsPhone: boolean;
  readonly needsNumber?: true;
  readonly opens?: { readonly name: string; readonly addedAt: string };
  readonly purpose?: "link" | "prove";
  readonly approves?: "link" | "remove" | "restore" | "delete" | "phone";
  readonly pairingCode?: string;
}

/** What the service refused; `code` is empty where it was not reached. */
class ServiceError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code || "the service was not reached");
    this.code = code;
  }
}

interface Service {
  act(act: "scan" | "confirm" | "decline", data?: object): Promise<Asked>;
}

/** `origin` is the service's, `scene` what the scanned code holds. */
export interface Place {
  readonly origin: string;
  readonly appid: string;
  readonly scene: string;
}

const timeout = 10_000;

/** Calls the service, as whoever holds this phone. Signs in when it has to, and once again when that is too old. */
function createService(host: Host, { origin, appid, scene }: Place): Service {
  let session: string | undefined;
  const base = `${origin}/mini-program/${appid}`;

  async function signedIn(): Promise<string> {
    const { session: fresh } = (await post(host, `${base}/login`, { code: await login(host) })) as { session: string };
    session = fresh;
    return fresh;
  }

  return {
    async act(act, data = {}) {
      const url = `${base}/attempts/${encodeURIComponent(scene)}/${act}`;
      try {
        return (await post(host, url, data, session ?? (await signedIn()))) as Asked;
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== "session_needed") throw error;
        return (await post(host, url, data, await signedIn())) as Asked;
      }
    },
  };
}

const login = (host: Host): Promise<string> =>
  new Promise((resolve, reject) => {
    host.login({ success: ({ code }) => resolve(code), fail: () => reject(new ServiceError("")) });
  });

function post(host: Host, url: string, data: object, session?: string): Promise<unknown> {
  const header = { "content-type": "application/json", ...(session ? { authorization: `Bearer ${session}` } : {}) };
  return new Promise((resolve, reject) => {
    host.request({
      url,
      method: "POST",
      header,
      data,
      timeout,
      success: ({ statusCode, data }) => (statusCode < 300 ? resolve(data) : reject(new ServiceError(codeOf(data)))),
      fail: () => reject(new ServiceError("")),
    });
  });
}

const codeOf = (problem: unknown): string => {
  const code = typeof problem === "object" && problem !== null && "code" in problem ? problem.code : undefined;
  return typeof code === "string" ? code : "";
};
