import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createClient,
  createIdentities,
  createLinking,
  type LinkingOptions,
  type LinkingState,
} from "../../src/client/index.ts";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";
import type { Browser } from "../stage/browser.ts";
import { origin, redeem, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;
const stops: (() => void)[] = [];

beforeEach(async () => {
  stage = await setStage({ application: { confirm: "always" } });
});

afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await stage.close();
});

/** The client on a page of this browser. */
function clientOf(browser: Browser, claim: "cookie" | "header" = "cookie") {
  return createClient({
    server: origin,
    claim,
    platform: {
      now: () => stage.clock.now(),
      socket: () => undefined,
      visible: () => true,
      onChange: () => () => {},
      fetch: (url, { method = "GET", headers = {}, body, signal }) =>
        browser.request(method, url.slice(origin.length), {
          headers: headers as Record<string, string>,
          ...(typeof body === "string" ? { body } : {}),
          ...(signal ? { signal } : {}),
        }),
    },
  });
}

/** Sends the request, and waits for these states in their order. */
function ask(client: ReturnType<typeof clientOf>, options?: LinkingOptions) {
  const states: LinkingState[] = [];
  let heard = () => {};
  const linking = createLinking(
    client,
    (state) => {
      states.push(state);
      heard();
    },
    options,
  );
  stops.push(() => linking.stop());
  linking.start();
  async function until<Kind extends LinkingState["kind"]>(kind: Kind): Promise<Extract<LinkingState, { kind: Kind }>> {
    for (;;) {
      const found = states.find((state) => state.kind === kind);
      if (found) return found as Extract<LinkingState, { kind: Kind }>;
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  }
  return { until, states, pair: linking.pair };
}

async function signedIn(browser: Browser): Promise<void> {
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  await redeem(browser, started);
}

const scan = async (person: string, { qr }: { qr?: StartedAttempt["qr"] }, yes?: string) => {
  await stage.scan(person, { qr } as StartedAttempt);
  if (yes) await stage.tap(person, yes);
};

const codeTo = (person: string) => /配对码：(\d{6})/.exec(stage.lastMessage(person).text)?.[1] ?? "";

/** A WeChat of the account approves one action on a page of this client. */
async function approve(client: ReturnType<typeof clientOf>, options: LinkingOptions = {}, person = "xiaoming") {
  const proof = ask(client, { ...options, purpose: "prove" });
  await scan(person, await proof.until("pending"), "是我，确认");
  await proof.until("linked");
}

test("a page adds a WeChat, takes it off and has it back", async () => {
  const browser = stage.browser();
  await signedIn(browser);
  const client = clientOf(browser);
  await approve(client);
  const { until, pair } = ask(client);
  await scan("xiaohong", await until("pending"));
  expect(await until("pairing")).toMatchObject({ pairing: "code" });
  await expect(pair("000000")).rejects.toMatchObject({ code: "wrong_pairing_code" });
  await pair(codeTo("xiaohong"));
  const linked = await until("linked");
  expect(linked.identities).toHaveLength(2);

  const identities = createIdentities(client);
  const second = (await identities.list()).identities.find(({ isCurrent }) => !isCurrent);
  const identity = second?.id ?? "";
  await approve(client, { for: "remove", identity });
  expect((await identities.remove(second?.id ?? "")).identities).toHaveLength(1);
  await approve(client, { for: "restore", identity });
  expect((await identities.restore(second?.id ?? "")).identities).toHaveLength(2);
  await approve(client, { for: "remove", identity: "none" });
  await expect(identities.remove("none")).rejects.toMatchObject({ code: "identity_not_found" });
});

test("a page hears that the WeChat got an account of its own before its pairing code was typed", async () => {
  const browser = stage.browser();
  await signedIn(browser);
  const client = clientOf(browser);
  await approve(client);
  const { until, pair } = ask(client);
  await scan("xiaohong", await until("pending"));
  await until("pairing");
  const code = codeTo("xiaohong");
  const own = stage.browser();
  const started = await start(own);
  await stage.scan("xiaohong", started);
  await stage.tap("xiaohong", "是我，登录");
  expect((await redeem(own, started)).status).toBe(200);
  await pair(code);
  expect(await until("declined")).toEqual({ kind: "declined", reason: "conflict" });
});

test("a page hears that a fresh proof is needed, and proves it", async () => {
  const browser = stage.browser();
  await signedIn(browser);
  stage.clock.set(stage.clock.now() + 10 * 60_000);
  const client = clientOf(browser);
  expect(await ask(client).until("error")).toMatchObject({ code: "fresh_proof_needed", retryable: false });
  const proof = ask(client, { purpose: "prove" });
  await scan("xiaoming", await proof.until("pending"), "是我，确认");
  expect(Date.parse((await proof.until("linked")).session.freshUntil)).toBeGreaterThan(stage.clock.now());
  await ask(client).until("pending");
});

test("a client that keeps tokens does so with its access token", async () => {
  const tv = stage.browser();
  const started = await start(tv, { claim: "header" });
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  const headers = { authorization: `Claim ${started.claim}` };
  const answer = await tv.request("POST", `/v1/attempts/${started.id}/redeem`, { body: { mode: "token" }, headers });
  const { accessToken } = (await answer.json()) as SessionView & { accessToken: string };
  const client = clientOf(tv, "header");
  await approve(client, { accessToken });
  const { until, pair } = ask(client, { accessToken });
  await scan("xiaohong", await until("pending"));
  await until("pairing");
  await pair(codeTo("xiaohong"));
  expect((await until("linked")).identities).toHaveLength(2);
  expect((await createIdentities(client, { accessToken }).list()).identities).toHaveLength(2);
});

test("a WeChat of another account is a conflict, and the page is told", async () => {
  await signedIn(stage.browser());
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaohong", started);
  await stage.tap("xiaohong", "是我，登录");
  await redeem(browser, started);
  const client = clientOf(browser);
  await approve(client, {}, "xiaohong");
  const { until } = ask(client);
  await scan("xiaoming", await until("pending"));
  expect(await until("declined")).toEqual({ kind: "declined", reason: "conflict" });
});
