import { randomToken } from "../base/bytes.ts";
import { type Attempt, advance, type Channel, type Purpose, pendingFor } from "../domain/attempt.ts";
import { browserName } from "../domain/browser-name.ts";
import { claimOn, hashBrowser, hashClaim } from "../domain/claim.ts";
import { SaomaError } from "../domain/errors.ts";
import { preferredLanguage } from "../domain/language.ts";
import type { BrowserSlot, Stores } from "../ports/store.ts";
import { channels, type Link } from "./channels/channel.ts";
import { chooseSource } from "./choose.ts";
import { save } from "./settle.ts";
import type { Application, Setup, Source } from "./setup.ts";
import { standing } from "./standing.ts";

/** Who asks for an attempt, and for which. */
export interface StartRequest {
  readonly application?: string | undefined;
  readonly channel?: Channel | "auto" | undefined;
  readonly source?: string | undefined;
  readonly purpose?: Purpose | undefined;
  /** Absent for a client that keeps a claim of its own. */
  readonly browserSecret?: string | undefined;
  /** Where the browser goes after a page of WeChat's; on an allowed origin. */
  readonly returnTo?: string | undefined;
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
  /** Where to send the browser, in a channel that ends at a page of WeChat's. */
  readonly link?: Link;
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
    const told = (started: Started): Started => ({
      ...started,
      ...(why ? { why } : {}),
      ...linkOf(setup, source, started, request),
    });
    if (!request.browserSecret) return told(await opened());
    const slot = { ...target, browserHash: hashBrowser(request.browserSecret) };
    const key = JSON.stringify([slot, replaces?.id]);
    const before = starting.get(key);
    if (before) return told({ ...(await before), created: false });
    const running = opened(slot).finally(() => starting.delete(key));
    starting.set(key, running);
    return told(await running);
  };
}

/** Made again whenever it is asked for, because only its holder's claim can make it. */
function linkOf(setup: Setup, source: Source, { attempt }: Started, request: StartRequest): { link?: Link } {
  const { link } = channels[attempt.channel];
  if (!link || !request.browserSecret || attempt.status !== "pending") return {};
  return { link: link(setup, source, attempt, claimOn(attempt.id, { browserSecret: request.browserSecret })) };
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
  const { returnTo } = opening.request;
  const there = slot && !replaces && (await setup.store.transact((stores) => standing(stores, slot, returnTo)));
  if (there) return { attempt: there, created: false };
  await limit(setup, opening.request.address);
  const claim = slot ? undefined : randomToken(setup.random, 32);
  const fresh = await draw(setup, opening, claim);
  const attempt = await setup.store.transact((stores) => insert(stores, fresh, slot, replaces));
  if (replaces) setup.hints.publish(replaces.id);
  return { attempt, created: attempt.id === fresh.id, ...(claim ? { claim } : {}) };
}

async function limit(setup: Setup, address: string | undefined): Promise<void> {
  if (address === undefined) return;
  const network = networkOf(address);
  const { attemptsPerAddress, attemptsPerAddressLong } = setup.limit;
  const short = await setup.limits.hit(`start:${network}`, attemptsPerAddress);
  const hit = short.allowed ? await setup.limits.hit(`start-long:${network}`, attemptsPerAddressLong) : short;
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
  const claim = ownClaim ?? claimOn(id, { browserSecret: request.browserSecret ?? "" });
  const shown = await channels[target.channel].open(setup, { source, id, claim, scene, lifetime: waits });
  const now = setup.store.now();
  return {
    ...target,
    ...{ id, scene },
    ...shown,
    ...(request.returnTo === undefined ? {} : { returnTo: request.returnTo }),
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
  const there = slot && (await standing(stores, slot, fresh.returnTo));
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
