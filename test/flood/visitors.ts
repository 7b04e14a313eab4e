import { setTimeout as sleep } from "node:timers/promises";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { createBrowser } from "../stage/browser.ts";
import type { FloodHarness } from "./harness.ts";

/** The results of the visitors' sign-ins. */
export interface Fared {
  readonly tried: number;
  readonly signedIn: number;
  /** Why the others failed. */
  readonly troubles: readonly string[];
  /** From opening the page to being signed in, in milliseconds. */
  readonly times: readonly number[];
}

/** People who sign in one after another, each from an address of their own, until `over` says so; at least `least`. */
export async function visit(harness: FloodHarness, least: number, over: () => boolean): Promise<Fared> {
  const [times, troubles]: [number[], string[]] = [[], []];
  let tried = 0;
  while (tried < least || !over()) {
    const begun = performance.now();
    const person = harness.people[tried % harness.people.length] ?? "";
    const trouble = await signIn(harness, person, `203.0.113.${1 + (tried % 250)}`).catch(String);
    if (trouble) troubles.push(trouble);
    else times.push(performance.now() - begun);
    tried++;
  }
  return { tried, signedIn: times.length, troubles, times: times.sort((a, b) => a - b) };
}

/** Opens the page, scans, confirms, redeems and reads the session. Returns why that failed, or undefined. */
async function signIn(harness: FloodHarness, person: string, address: string): Promise<string | undefined> {
  const browser = createBrowser({ fetch: (request) => reach(harness, request, address) }, harness.origin);
  const opened = await patiently(() => browser.request("POST", "/v1/attempts", { body: {} }));
  if (opened.status !== 201) return `start: ${opened.status}`;
  const started = (await opened.json()) as StartedAttempt;
  await harness.control.scan(person, { image: started.qr?.image ?? "" });
  const message = harness.control.chat(person, harness.account.appid).findLast(({ from }) => from !== "person");
  if (message?.links.length) await harness.control.tap(person, harness.account.appid, message.id, 0);
  const redeemed = await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: {} });
  if (redeemed.status !== 200) return `redeem: ${redeemed.status}`;
  const session = await browser.request("GET", "/v1/session");
  return session.status === 200 ? undefined : `session: ${session.status}`;
}

/** Retries as the widget does after `Retry-After`, for 15 seconds. */
async function patiently(call: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await call();
    if (![429, 503].includes(response.status) || tries === 15) return response;
    const seconds = Number(response.headers.get("retry-after") ?? 1);
    await sleep(seconds * 1000 * (0.5 + Math.random() / 2));
  }
}

async function reach({ port, origin }: FloodHarness, request: Request, address: string): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("x-forwarded-for", address);
  const body = await request.text();
  const init = { method: request.method, headers, ...(body === "" ? {} : { body }) };
  return fetch(`http://127.0.0.1:${port}${request.url.slice(origin.length)}`, init);
}
