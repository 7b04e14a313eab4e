import { randomToken } from "../base/bytes.ts";
import { type Attempt, advance, type Channel, type Purpose, pendingFor } from "../domain/attempt.ts";
import { browserName } from "../domain/browser-name.ts";
import { claimOn, hashBrowser, hashClaim } from "../domain/claim.ts";
import { SaomaError } from "../domain/errors.ts";
import { preferredLanguage } from "../domain/language.ts";
import type { BrowserSlot, Stores } from "../ports/store.ts";
import { channels } from "./channels/channel.ts";
import { chooseSource } from "./choose.ts";
import { save } from "./settle.ts";
import type { Application, Setup, Source } from "./setup.ts";

/** Who asks for an attempt, and for which. */
export interface StartRequest {
  readonly application?: string | undefined;
  readonly channel?: Channel | "auto" | undefined;
  readonly source?: string | undefined;
  readonly purpose?: Purpose | undefined;
  /** Absent for a client that keeps a claim of its own. */
  readonly browserSecret?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly acceptLanguage?: string | undefined;
  /** The client's address; absent where it is not known, and then it is not limited by it. */
  readonly address?: string | undefined;
}

export interface Started {
  readonly attempt: Attempt;
  /** False where this browser had a pending attempt already. */
  readonly created: boolean;
  readonly why?: string;
  /** The client's own claim, told this once. */
  readonly claim?: string;
}

export type Start = (request: StartRequest, replaces?: Attempt) => Promise<Started>;

/** Starts attempts. Two starts of one browser at the same time are one: no QR is burnt twice. */
export function createStart(setup: Setup): Start {
  const starting = new Map<string, Promise<Started>>();

  return async (request, replaces) => {
    const { application, source, channel, why } = chooseSource(setup, request);
    const purpose = request.purpose ?? "sign-in";
    const target = { applicationId: application.id, channel, appid: source.appid, purpose };
    const opened = (slot?: BrowserSlot) => open(setup, { request, application, source, target, slot, replaces });
    const withWhy = (started: Started): Started => (why ? { ...started, why } : started);
    if (!request.browserSecret) return withWhy(await opened());
    const slot = { ...target, browserHash: hashBrowser(request.browserSecret) };
    const key = JSON.stringify([slot, replaces?.id]);
    const running = starting.get(key) ?? opened(slot).finally(() => starting.delete(key));
    starting.set(key, running);
    return withWhy(await running);
  };
}

interface Opening {
  readonly request: StartRequest;
  readonly application: Application;
  readonly source: Source;
  readonly target: Omit<BrowserSlot, "browserHash">;
  readonly slot: BrowserSlot | undefined;
  readonly replaces: Attempt | undefined;
}

async function open(setup: Setup, opening: Opening): Promise<Started> {
  const { slot, replaces } = opening;
  const there = slot && !replaces && (await setup.store.transact((stores) => pending(stores, slot)));
  if (there) return { attempt: there, created: false };
  await limit(setup, opening.request.address);
  const claim = slot ? undefined : randomToken(setup.random, 32);
  const fresh = await draw(setup, opening, claim);
  const attempt = await setup.store.transact((stores) => insert(stores, fresh, slot, replaces));
  if (replaces) setup.hints.publish(replaces.id);
  return { attempt, created: attempt.id === fresh.id, ...(claim ? { claim } : {}) };
}

async function pending(stores: Stores, slot: BrowserSlot): Promise<Attempt | undefined> {
  const attempt = await stores.attempts.pending(slot);
  return attempt && stores.now < attempt.expiresAt ? attempt : undefined;
}

async function limit(setup: Setup, address: string | undefined): Promise<void> {
  if (address === undefined) return;
  const hit = await setup.limits.hit(`start:${networkOf(address)}`, setup.limit.attemptsPerAddress);
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
}

/** An IPv4 address itself, of an IPv6 one its /64: whoever has one address of that has them all. */
function networkOf(address: string): string {
  const [head = "", tail = ""] = address.split("::");
  if (!address.includes(":")) return address;
  const groups = head.split(":").filter((group) => group !== "");
  const missing = 8 - groups.length - tail.split(":").filter((group) => group !== "").length;
  const whole = address.includes("::") ? [...groups, ...Array<string>(Math.max(0, missing)).fill("0")] : groups;
  return whole.slice(0, 4).join(":");
}

async function draw(setup: Setup, opening: Opening, ownClaim: string | undefined): Promise<Attempt> {
  const { request, application, source, target, slot } = opening;
  const id = randomToken(setup.random, 16);
  const scene = randomToken(setup.random, 16);
  const waits = pendingFor(target.channel);
  const shown = await channels[target.channel].open(setup, { source, scene, lifetime: waits });
  const now = setup.store.now();
  const claim = ownClaim ?? claimOn(id, { browserSecret: request.browserSecret ?? "" });
  return {
    ...target,
    ...shown,
    id,
    scene,
    claimHash: hashClaim(claim),
    ...(slot ? { browserHash: slot.browserHash } : {}),
    browserName: browserName(request.userAgent),
    language: application.language === "auto" ? preferredLanguage(request.acceptLanguage) : application.language,
    createdAt: now,
    status: "pending",
    version: 1,
    expiresAt: now + waits,
  };
}

async function insert(
  stores: Stores,
  fresh: Attempt,
  slot: BrowserSlot | undefined,
  replaces: Attempt | undefined,
): Promise<Attempt> {
  if (replaces) await cancel(stores, replaces.id);
  const there = slot && (await pending(stores, slot));
  if (there) return there;
  if (!(await stores.attempts.insert(fresh))) throw new SaomaError("internal", { detail: "a random id was taken" });
  return fresh;
}

/** Cancels an attempt if it has not ended; the attempt as it is then. */
export async function cancel(stores: Stores, id: string): Promise<Attempt | undefined> {
  const before = await stores.attempts.get(id);
  if (!before) return undefined;
  const { attempt, outcome } = advance(before, { type: "cancel" }, stores.now);
  if (outcome === "moved") await save(stores, before, attempt);
  return attempt;
}
