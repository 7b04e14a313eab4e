/** What the client needs from its environment. A browser provides all of it; tests pass in their own. */
export interface Platform {
  /** Sends a request, as the global `fetch` does. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Opens a WebSocket to this address; returns undefined where there is no WebSocket. */
  socket(url: string): SocketLike | undefined;
  /** The current time in milliseconds since the epoch. */
  now(): number;
  /** Runs `act` once after `ms` milliseconds. Returns a function that cancels it. */
  after(ms: number, act: () => void): () => void;
  /** A number in [0, 1), to spread reconnects. Not for secrets. */
  random(): number;
  /** When the page was opened, in milliseconds since the epoch. */
  openedAt(): number;
  /** Whether the page is visible. */
  visible(): boolean;
  /**
   * Calls `act` when the page is shown, hidden, resumed or returned to, or when the network returns. Returns a
   * function that stops this.
   */
  onChange(act: () => void): () => void;
  /**
   * The id of the account that signed in here last, if the platform remembers it; for clients that the service
   * cannot recognise.
   */
  last(): string | undefined;
  /** Remembers the id of that account. */
  keep(accountId: string): void;
}

/** The part of a WebSocket that the client uses. */
export interface SocketLike {
  /** 0 while it connects, as browsers count. */
  readonly readyState?: number;
  onopen: (() => unknown) | null;
  onmessage: ((event: { readonly data: unknown }) => unknown) | null;
  onclose: ((event: { readonly code: number }) => unknown) | null;
  send(text: string): void;
  close(): void;
}

/** The platform of a browser. Outside of a browser, the page counts as always visible. */
export function browserPlatform(): Platform {
  const { document: page } = here;
  return {
    fetch: (url, init) => globalThis.fetch(url, init),
    socket: (url) => here.WebSocket && new here.WebSocket(socketAddress(url)),
    now: () => Date.now(),
    after(ms, act) {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    openedAt: () => Math.floor(performance.timeOrigin),
    visible: () => page?.visibilityState !== "hidden",
    onChange: (act) => (page ? listenToPage(page, act) : () => {}),
    last: () => storage((local) => local.getItem(lastKey)) ?? undefined,
    keep: (accountId) => storage((local) => local.setItem(lastKey, accountId)),
  };
}

const lastKey = "saoma-last";

/** Uses local storage. Returns undefined where the browser forbids it, or on a server, which has none. */
function storage<T>(use: (local: KeyValueStorage) => T): T | undefined {
  try {
    if (here.document && here.localStorage) return use(here.localStorage);
  } catch {}
  return undefined;
}

function listenToPage(page: ListenTarget, act: () => void): () => void {
  // Some browsers on phones, and those inside apps, fire only `focus` when the user returns from another app.
  let leftAt = page.hasFocus?.() === false ? Date.now() : Number.NaN;
  const onPageShow = ({ persisted }: { persisted?: boolean }) => {
    if (persisted) act();
  };
  const onBlur = () => {
    leftAt = Date.now();
  };
  const onFocus = () => {
    if (Date.now() - leftAt > suspendedAfterMs) act();
    leftAt = Number.NaN;
  };
  const listeners = [
    [page, "visibilitychange", act],
    [page, "resume", act],
    [here, "pageshow", onPageShow],
    [here, "online", act],
    [here, "blur", onBlur],
    [here, "focus", onFocus],
  ] as const;
  const listening = new AbortController();
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener, listening);
  return () => listening.abort();
}

/** A page that lost focus for fewer milliseconds than this was not suspended. */
const suspendedAfterMs = 3_000;

interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

interface ListenTarget {
  hasFocus?(): boolean;
  addEventListener(
    type: string,
    act: (event: { persisted?: boolean }) => void,
    options: { readonly signal: AbortSignal },
  ): void;
}

/** The part of a browser that is used. Declared here so that this file compiles without the DOM types. */
const here = globalThis as unknown as ListenTarget & {
  document?: ListenTarget & { visibilityState: string };
  location?: { href: string };
  localStorage?: KeyValueStorage;
  WebSocket?: new (url: string) => SocketLike;
};

/** The absolute `ws:` address: not every browser's WebSocket accepts a relative or an `http:` address. */
function socketAddress(url: string): string {
  return new URL(url, here.location?.href).href.replace("http", "ws");
}
