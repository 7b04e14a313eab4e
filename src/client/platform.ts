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

/** The little of a WebSocket that is used. */
export interface SocketLike {
  /** 0 while it connects, as browsers count. */
  readonly readyState?: number;
  onopen: (() => unknown) | null;
  onmessage: ((event: { readonly data: unknown }) => unknown) | null;
  onclose: ((event: { readonly code: number }) => unknown) | null;
  send(text: string): void;
  close(): void;
}

/** The browser's own; outside of one, a page that is always visible. */
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

/** A browser may forbid it, a server has none: nothing is remembered then. */
function storage<T>(use: (local: KeyValueStorage) => T): T | undefined {
  try {
    if (here.document && here.localStorage) return use(here.localStorage);
  } catch {}
  return undefined;
}

function listenToPage(page: ListenTarget, act: () => void): () => void {
  // Some phones' browsers, and those inside apps, come back from another app with no other word than `focus`.
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

/** A page that was left for less milliseconds has not been suspended. */
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

/** The little of a browser that is used, so that this file's types hold without the DOM's. */
const here = globalThis as unknown as ListenTarget & {
  document?: ListenTarget & { visibilityState: string };
  location?: { href: string };
  localStorage?: KeyValueStorage;
  WebSocket?: new (url: string) => SocketLike;
};

/** Not every browser takes an address without a scheme, or with that of HTTP. */
function socketAddress(url: string): string {
  return new URL(url, here.location?.href).href.replace("http", "ws");
}
