import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type ClientOptions,
  createClient,
  createSignIn,
  type Platform,
  type SignInState,
} from "../../src/client/index.ts";
import { type ScriptedService, startScriptedService } from "./scripted-service.ts";

/** A clock that runs twenty times as fast as real time, so that timeouts of seconds pass quickly. */
const haste = 20;
const epoch = Date.now();
const now = () => epoch + (Date.now() - epoch) * haste;

function createPage() {
  const listeners = new Set<() => void>();
  let visible = true;
  const platform: Partial<Platform> = {
    now,
    after(ms, act) {
      const timer = setTimeout(act, ms / haste);
      return () => clearTimeout(timer);
    },
    visible: () => visible,
    onChange(act) {
      listeners.add(act);
      return () => void listeners.delete(act);
    },
  };
  return {
    platform,
    listeners,
    show(next: boolean) {
      visible = next;
      for (const act of [...listeners]) act();
    },
  };
}

let service: ScriptedService;
const stops: (() => void)[] = [];

beforeEach(async () => {
  service = await startScriptedService(0, now);
});

afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await service.close();
});

function open(options: ClientOptions = {}, page = createPage()) {
  const client = createClient({ server: service.url, claim: "header", platform: page.platform, ...options });
  const states: SignInState[] = [];
  const waiting = new Set<() => void>();
  const signIn = createSignIn(client, (state) => {
    states.push(state);
    for (const look of [...waiting]) look();
  });
  stops.push(signIn.stop);
  return {
    client,
    page,
    signIn,
    states,
    kinds: () => states.map(({ kind }) => kind),
    /** Resolves when the state is `kind`, or if it was `kind` at the `from`th state or later. */
    reached: (kind: SignInState["kind"], from = 0) =>
      new Promise<SignInState>((resolve) => {
        const look = () => {
          const found = states.slice(from).find((state) => state.kind === kind);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const watched = () => until(() => service.watching() > 0);
const count = (call: string) => service.calls.filter((each) => each === call).length;

test("a QR is shown, scanned, confirmed, and its result fetched without a further word", async () => {
  const { signIn, reached, kinds } = open();
  signIn.start();
  expect(await reached("pending")).toMatchObject({ qr: { content: expect.stringContaining("weixin") } });
  await watched();
  service.move({ status: "scanned" });
  await reached("scanned");
  service.move({ status: "granted" });
  expect(await reached("signed-in")).toMatchObject({ account: { name: "安静的海鸥" }, session: { id: "se_1" } });
  expect(kinds()).toEqual(["pending", "scanned", "granted", "signed-in"]);
});

test("start asks for what the client was made for, and only once", async () => {
  const { signIn, reached } = open();
  signIn.start();
  signIn.start();
  await reached("pending");
  expect(count("POST /v1/attempts")).toBe(1);
});

test("a refusal tells its reason", async () => {
  const { signIn, reached } = open();
  signIn.start();
  await reached("pending");
  await watched();
  service.move({ status: "declined", reason: "newcomer_refused" });
  expect(await reached("declined")).toEqual({ kind: "declined", reason: "newcomer_refused" });
});

test("where events are not offered, held questions do", async () => {
  service.settings.events = "none";
  const { signIn, reached } = open();
  signIn.start();
  await watched();
  service.move({ status: "granted" });
  await reached("signed-in");
  expect(count("GET /v1/attempts/{id}/events")).toBe(1);
});

test.each(["silent", "short", "torn"] as const)(
  "where something makes the stream %s, held questions do",
  async (events) => {
    service.settings.events = events;
    const { signIn, reached } = open();
    signIn.start();
    await watched();
    service.move({ status: "granted" });
    await reached("signed-in");
    expect(count("GET /v1/attempts/{id}")).toBeGreaterThan(0);
  },
);

test("where nothing is held, it asks every few seconds", async () => {
  service.settings.events = "none";
  service.settings.holds = false;
  const { signIn, reached } = open();
  signIn.start();
  await until(() => count("GET /v1/attempts/{id}") > 4);
  service.move({ status: "granted" });
  await reached("signed-in");
});

test("a stream that breaks is resumed where it was, and nothing is said about it", async () => {
  const { signIn, reached, kinds } = open();
  signIn.start();
  await watched();
  service.cutAll();
  await until(() => count("GET /v1/attempts/{id}/events") > 1);
  await watched();
  service.move({ status: "scanned" });
  await reached("scanned");
  expect(kinds()).toEqual(["pending", "scanned"]);
});

test("the client waits for a service that restarts, reports it after a while, and then continues", async () => {
  const { signIn, reached, states } = open();
  signIn.start();
  await watched();
  const { port } = service;
  const known = [...service.attempts];
  await service.close();
  await reached("offline");
  service = await startScriptedService(port, now);
  for (const [id, held] of known) service.attempts.set(id, { ...held, watchers: new Set() });
  const after = states.length;
  await reached("pending", after);
  await watched();
  service.move({ status: "granted" });
  await reached("signed-in");
});

test("an attempt that the service lost is replaced by a new one", async () => {
  const { signIn, reached, states } = open();
  signIn.start();
  await reached("pending");
  await watched();
  service.forget();
  service.cutAll();
  await until(() => states.filter(({ kind }) => kind === "pending").length === 2);
  expect(count("POST /v1/attempts")).toBe(2);
});

test("a browser that keeps no claim does not burn one QR after another", async () => {
  const forgetful: typeof fetch = (url, init) => {
    const { authorization: _, ...headers } = (init?.headers ?? {}) as Record<string, string>;
    return fetch(url, { ...init, headers });
  };
  const page = createPage();
  const { signIn, reached } = open(
    { platform: { ...page.platform, fetch: (url, init) => forgetful(url, init) } },
    page,
  );
  signIn.start();
  expect(await reached("error")).toMatchObject({ code: "attempt_not_found", retryable: false });
  expect(count("POST /v1/attempts")).toBe(2);
});

test.each(["drop", { status: 503, code: "store_unavailable" }, { status: 502, body: "<html>" }] as const)(
  "a redeem without a response is sent again (%j)",
  async (fault) => {
    service.fault("POST /v1/attempts/{id}/redeem", fault);
    const { signIn, reached, kinds } = open();
    signIn.start();
    await watched();
    service.move({ status: "granted" });
    await reached("signed-in");
    expect(kinds()).not.toContain("error");
    expect(count("POST /v1/attempts/{id}/redeem")).toBe(2);
  },
);

test("where another tab fetched the result, this one is signed in with it", async () => {
  service.fault("POST /v1/attempts/{id}/redeem", { status: 409, code: "already_redeemed" });
  const { signIn, reached } = open();
  signIn.start();
  await watched();
  service.signIn();
  service.move({ status: "redeemed" });
  expect(await reached("signed-in")).toMatchObject({ session: { id: "se_1" } });
});

test("a grant that came too late is an expired one", async () => {
  service.fault("POST /v1/attempts/{id}/redeem", { status: 410, code: "attempt_ended" });
  const { signIn, reached } = open();
  signIn.start();
  await watched();
  service.move({ status: "granted" });
  await reached("expired");
});

test("a rate limit is shown, and the client waits until it ends", async () => {
  service.fault("POST /v1/attempts", { status: 429, code: "rate_limited", headers: { "retry-after": "10" } });
  const { signIn, reached } = open();
  const started = now();
  signIn.start();
  expect(await reached("error")).toMatchObject({ code: "rate_limited", retryable: true });
  await reached("pending");
  expect(now() - started).toBeGreaterThanOrEqual(10_000 - haste);
});

test("an error that a retry cannot fix is shown at once", async () => {
  service.fault("POST /v1/attempts", { status: 403, code: "origin_not_allowed" });
  const { signIn, reached } = open();
  signIn.start();
  expect(await reached("error")).toMatchObject({ code: "origin_not_allowed", retryable: false });
  expect(service.calls).toHaveLength(1);
});

test("a QR looks expired after its deadline, and a late scan still counts", async () => {
  service.settings.lifetime = 5_000;
  const { signIn, reached, kinds, states } = open();
  signIn.start();
  await reached("expired");
  service.cutAll();
  await until(() => count("GET /v1/attempts/{id}/events") > 1);
  await watched();
  expect(states.at(-1)).toEqual({ kind: "expired" });
  service.move({ status: "scanned" });
  await reached("scanned");
  expect(kinds()).toEqual(["pending", "expired", "scanned"]);
});

test("refresh takes a new QR in the place of the old one", async () => {
  const { signIn, reached, states } = open();
  signIn.start();
  const first = await reached("pending");
  await watched();
  signIn.refresh();
  await until(() => states.filter(({ kind }) => kind === "pending").length === 2);
  expect(states.at(-1)).not.toEqual(first);
  expect([...service.attempts.values()].map(({ view }) => view.status)).toEqual(["cancelled", "pending"]);
  expect(count("POST /v1/attempts/{id}/refresh")).toBe(1);
});

test("refresh of an attempt that is gone takes a new one", async () => {
  const { signIn, reached, states } = open();
  signIn.start();
  await reached("pending");
  service.fault("POST /v1/attempts/{id}/refresh", { status: 410, code: "attempt_ended" });
  signIn.refresh();
  await until(() => states.filter(({ kind }) => kind === "pending").length === 2);
  expect(count("POST /v1/attempts")).toBe(2);
});

test("stop lets go of the service and says no more", async () => {
  const { signIn, states, page } = open();
  signIn.start();
  await watched();
  signIn.stop();
  await until(() => service.watching() === 0);
  const said = states.length;
  service.move({ status: "scanned" });
  expect(states).toHaveLength(said);
  expect(page.listeners.size).toBe(0);
});

test("a hidden page requests no QR and closes its stream, and continues when it is shown", async () => {
  const page = createPage();
  page.show(false);
  const { client, signIn, reached } = open({}, page);
  signIn.start();
  await client.session();
  expect(service.calls).toEqual(["GET /v1/session"]);
  page.show(true);
  await reached("pending");
  await watched();
  page.show(false);
  await until(() => service.watching() === 0);
  service.move({ status: "granted" });
  page.show(true);
  await reached("signed-in");
});

test("once scanned it stays on the line, seen or not", async () => {
  const { signIn, reached, page } = open();
  signIn.start();
  await watched();
  service.move({ status: "scanned" });
  await reached("scanned");
  page.show(false);
  await new Promise<void>((resolve) => page.platform.after?.(40_000, resolve));
  service.move({ status: "granted" });
  await reached("signed-in");
});

test("session is undefined when nobody is signed in, and after sign-out", async () => {
  const { client } = open();
  expect(await client.session()).toBeUndefined();
  service.signIn();
  expect(await client.session()).toMatchObject({ account: { id: "ac_1" } });
  await client.signOut();
  expect(await client.session()).toBeUndefined();
});

test("an answer that is not the service's is a failure with a code", async () => {
  const { client } = open();
  service.fault("GET /v1/session", { status: 200, body: "<html>log in to the hotel's network</html>" });
  await expect(client.session()).rejects.toMatchObject({ code: "unexpected_answer" });
});

test("by socket: every state comes in a frame, and there are no other requests", async () => {
  service.settings.sockets = true;
  const { signIn, reached } = open();
  signIn.start();
  await reached("pending");
  await watched();
  service.move({ status: "scanned" });
  await reached("scanned");
  service.move({ status: "granted" });
  await reached("signed-in");
  expect(service.calls.filter((call) => call.startsWith("GET /v1/attempts"))).toEqual([]);
});

test("by socket: a cut socket is opened anew, after the state that was seen", async () => {
  service.settings.sockets = true;
  const { signIn, reached } = open({ claim: "cookie" });
  signIn.start();
  await reached("pending");
  await watched();
  service.move({ status: "scanned" });
  await reached("scanned");
  service.cutAll();
  service.move({ status: "granted" });
  await reached("signed-in");
  expect(service.calls).toContain("SOCKET /v1/attempts/{id}/socket?after=2");
});

test("where no socket is to be had, the event stream is taken at once", async () => {
  const { signIn, reached } = open();
  signIn.start();
  await reached("pending");
  await watched();
  service.move({ status: "scanned" });
  await reached("scanned");
  expect(service.calls).toContain("GET /v1/attempts/{id}/events");
});

test("a socket that says what the service never would is left for the event stream", async () => {
  service.settings.sockets = "foreign";
  const { signIn, reached } = open();
  signIn.start();
  await reached("pending");
  await watched();
  service.move({ status: "scanned" });
  await reached("scanned");
  expect(service.calls).toContain("GET /v1/attempts/{id}/events");
});

test("an attempt that ended while the stream was down is shown with its end", async () => {
  const { signIn, reached } = open();
  signIn.start();
  await reached("pending");
  await watched();
  service.cutAll();
  service.move({ status: "declined", reason: "by_person" });
  await reached("declined");
});

/** What the client receives when another tab takes over, by socket, event stream and long poll. */
describe.each(["sockets", "stream", "none"] as const)("another tab takes over, by %s", (events) => {
  beforeEach(() => {
    if (events === "sockets") service.settings.sockets = true;
    else service.settings.events = events;
  });

  async function takenOver() {
    const opened = open();
    opened.signIn.start();
    await opened.reached("pending");
    await watched();
    service.takeOver();
    await opened.reached("elsewhere");
    return opened;
  }

  test("it shows that another tab took over, does not take it back by itself, and shows the result", async () => {
    const { reached, client } = await takenOver();
    const asked = count("GET /v1/attempts/{id}");
    await until(() => count("GET /v1/attempts/{id}") > asked + 1);
    expect(service.watching()).toBe(0);
    service.move({ status: "granted" });
    await reached("signed-in");
    expect(await client.session()).toBeDefined();
  });

  test("it is taken back at the user's request, or when the page is shown again", async () => {
    const { signIn, states, reached, page } = await takenOver();
    signIn.takeBack();
    expect(states.at(-1)).toEqual({ kind: "elsewhere" });
    await until(() => states.at(-1)?.kind === "pending");
    await watched();
    const from = states.length;
    page.show(false);
    service.takeOver();
    await reached("elsewhere", from);
    page.show(true);
    await until(() => states.at(-1)?.kind === "pending");
    await watched();
    service.move({ status: "granted" });
    await reached("signed-in", from);
  });

  test("what the other tab has replaced is not waited for: taken back, it is the new one", async () => {
    const { signIn, client, states } = await takenOver();
    const [first] = service.attempts.values();
    await client.attempts.refresh({ id: first?.view.id ?? "", claim: first?.claim ?? "" });
    signIn.takeBack();
    await until(() => count("POST /v1/attempts") === 2);
    await watched();
    expect(states.map(({ kind }) => kind)).not.toContain("expired");
  });
});

const stranger = { id: "ac_9", name: "somebody else", avatar: "data:," };
const redeems = () => service.calls.filter((call) => call.endsWith("/redeem")).length;

test("a stranger's scan signs nobody in before the person agrees", async () => {
  const { signIn, reached, client } = open();
  signIn.start();
  await reached("pending");
  service.move({ status: "granted", ask: true, account: stranger });
  await reached("continue");
  expect(redeems()).toBe(0);
  expect(await client.session()).toBeUndefined();
  signIn.proceed();
  await reached("signed-in");
});

test("without an agreement in time the attempt expires, and a late one does nothing", async () => {
  const { signIn, reached } = open();
  signIn.start();
  await reached("pending");
  const expiresAt = new Date(now() + 2_000).toISOString();
  service.move({ status: "granted", ask: true, account: stranger, expiresAt });
  await reached("continue");
  await reached("expired");
  signIn.proceed();
  expect(redeems()).toBe(0);
});

test("a yes to one attempt does not count for the next", async () => {
  const { signIn, reached, states } = open();
  signIn.proceed();
  signIn.start();
  await reached("pending");
  signIn.proceed();
  service.move({ status: "granted", ask: true, account: stranger });
  await reached("continue");
  signIn.refresh();
  await reached("pending", states.length);
  service.move({ status: "granted", ask: true, account: stranger });
  await reached("continue", states.length - 1);
  expect(redeems()).toBe(0);
});

test("where the service cannot know this browser, the client remembers who signed in last", async () => {
  const kept: string[] = [];
  const page = createPage();
  page.platform.keep = (id) => void kept.push(id);
  page.platform.last = () => kept.at(-1);
  const first = open({}, page);
  first.signIn.start();
  await first.reached("pending");
  service.move({ status: "granted", account: { ...stranger, id: "ac_1" } });
  await first.reached("signed-in");
  expect(kept).toEqual(["ac_1"]);
  const second = open({}, page);
  second.signIn.start();
  await second.reached("pending");
  service.move({ status: "granted", account: stranger });
  await second.reached("continue");
});
