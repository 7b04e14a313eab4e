// Starts an attempt, or resumes the one that this browser has.
import { randomToken } from "../../base/bytes.ts";
import { networkOf } from "../../base/ip-network.ts";
import { createSingleFlight } from "../../base/single-flight.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { pendingFor } from "../../domain/attempt-deadline.ts";
import { browserName } from "../../domain/browser-name.ts";
import { claimOn, hashBrowser, hashClaim } from "../../domain/claim.ts";
import { deviceOf } from "../../domain/device.ts";
import { SaomaError } from "../../domain/errors.ts";
import { preferredLanguage } from "../../domain/language.ts";
import { newScene } from "../../domain/scene.ts";
import type { BrowserSlot } from "../../ports/attempts.ts";
import type { Stores } from "../../ports/store.ts";
import type { Link, ShownCode } from "../channels/channel.ts";
import { channels } from "../channels/registry.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import { createQrQuota, type QrQuota } from "../transition/qr-quota.ts";
import { type RequestingSession, requireRequestingSession } from "../transition/requesting-session.ts";
import { type AttemptForBrowser, describeForBrowser } from "../watch/known-browser.ts";
import { createAppLinks } from "./app-link.ts";
import { cancel } from "./cancel.ts";
import { findReusableAttempt } from "./find-reusable.ts";
import { createQrCooldowns } from "./qr-cooldowns.ts";
import { createQrReserve, type QrReserve, QrReserved } from "./qr-reserve.ts";
import { type ChannelRequest, type SelectedChannel, selectChannel } from "./select-channel.ts";
import type { StartRequest } from "./start-request.ts";

export interface Started {
  readonly attempt: AttemptForBrowser;
  /** False if this browser had a pending attempt already. */
  readonly created: boolean;
  /** The application that the user signs in to. */
  readonly application: Application;
  readonly why?: string;
  /** The picture to be scanned, as a data URI, in channels where WeChat draws it. */
  readonly image?: string;
  /** Where to send the browser: to a page of WeChat or, on a phone, into the mini-program. */
  readonly link?: Link;
  /** The code to send in the chat, in the channel `official-account-code`. */
  readonly code?: ShownCode;
  /** The client's own claim. It is returned only here. */
  readonly claim?: string;
}

export type Start = (request: StartRequest, replaces?: Attempt) => Promise<Started>;

interface StartAids extends ChannelRequest {
  readonly qrQuota: QrQuota;
  readonly qrReserve: QrReserve;
}

/** Starts attempts. Concurrent starts of one browser share one attempt, so that only one QR is made. */
export function createStart(setup: LoginContext): Start {
  const starting = createSingleFlight<Started>();
  const qrQuota = createQrQuota(setup);
  const offers = {
    rests: createQrCooldowns(setup),
    phoneLinks: createAppLinks(setup),
    qrQuota,
    qrReserve: createQrReserve(setup, qrQuota),
  };

  /** If WeChat makes no QR and the client left the choice open, another channel is tried. */
  const start: Start = async (request, replaces) => {
    for (const failed = new Map<string, "refused" | "reserved">(); ; ) {
      const chosen = selectChannel(setup, request, offers, failed);
      try {
        return await begin(chosen, request, replaces);
      } catch (error) {
        const isReserved = error instanceof QrReserved;
        if (chosen.why === undefined || (!isReserved && !offers.rests.note(chosen, error))) throw error;
        failed.set(chosen.source.appid, isReserved ? "reserved" : "refused");
      }
    }
  };

  async function begin(
    chosen: SelectedChannel,
    request: StartRequest,
    replaces: Attempt | undefined,
  ): Promise<Started> {
    const { application, source, channel, why } = chosen;
    const purpose = request.purpose ?? "sign-in";
    const target = { applicationId: application.id, channel, appid: source.appid, purpose };
    const bound = await requireRequestingSession(setup, purpose, application.id, request.asks);
    requireSms(setup, request);
    const opened = (slot?: BrowserSlot) => open(setup, offers, { request, chosen, target, bound, slot, replaces });
    const told = async (started: Started): Promise<Started> => ({
      ...started,
      attempt: await describeForBrowser(setup, started.attempt),
      ...(why ? { why } : {}),
      ...linkOf(setup, source, started, request),
      ...codeOf(setup, source, started, request),
    });
    if (!request.browserSecret) return told(await opened());
    const slot = { ...target, browserHash: hashBrowser(request.browserSecret) };
    const key = JSON.stringify([slot, bound?.sessionId, approvedBy(request), replaces?.id]);
    const before = starting.running(key);
    if (before) return told({ ...(await before), created: false });
    return told(await starting.run(key, () => opened(slot)));
  }

  return start;
}

/** A change of phone needs SMS; without them it could not be completed. */
function requireSms({ sms }: LoginContext, request: StartRequest): void {
  if (approvedBy(request).approves !== "phone" || sms) return;
  throw new SaomaError("sms_unavailable", { message: "No SMS can be sent here: `sms` is not configured." });
}

/** Derived for each request; the code's text is not stored. */
function codeOf(setup: LoginContext, source: Source, started: Started, request: StartRequest): { code?: ShownCode } {
  const { attempt } = started;
  const { code } = channels[attempt.channel];
  if (!code || attempt.status !== "pending") return {};
  const claim = started.claim ?? claimOn(attempt.id, { browserSecret: request.browserSecret ?? "" });
  return { code: code(setup, source, attempt, claim) };
}

/** Derived for each request; only the holder's claim can produce it. */
function linkOf(setup: LoginContext, source: Source, { attempt }: Started, request: StartRequest): { link?: Link } {
  const { link } = channels[attempt.channel];
  if (attempt.link && attempt.status === "pending") return { link: { url: attempt.link } };
  if (!link || !request.browserSecret || attempt.status !== "pending") return {};
  return { link: link(setup, source, attempt, claimOn(attempt.id, { browserSecret: request.browserSecret })) };
}

interface NewAttempt {
  readonly request: StartRequest;
  readonly chosen: SelectedChannel;
  readonly target: Omit<BrowserSlot, "browserHash">;
  readonly bound: RequestingSession | undefined;
  readonly slot: BrowserSlot | undefined;
  readonly replaces: Attempt | undefined;
}

async function open(setup: LoginContext, offers: StartAids, opening: NewAttempt): Promise<Started> {
  const { slot, replaces } = opening;
  const { application } = opening.chosen;
  const wanted = { ...opening.bound, ...approvedBy(opening.request), ...returningTo(opening.request) };
  const mayResume = !replaces && !opening.request.isFreshBrowser;
  const there = slot && mayResume && (await setup.store.transact((stores) => showAgain(stores, slot, wanted)));
  if (there) return { ...there, application, created: false };
  await offers.qrReserve.admit(opening.chosen, opening.request);
  await limit(setup, opening.request.address);
  const claim = slot ? undefined : randomToken(setup.random, 32);
  const fresh = await draw(setup, offers, opening, claim);
  const written = await setup.store.transact((stores) => insert(setup, stores, fresh, opening));
  if (replaces) setup.hints.publish(replaces.id);
  return { ...written, application, created: written.attempt.id === fresh.attempt.id, ...(claim ? { claim } : {}) };
}

/** An attempt with its picture, if it has one. */
type DrawnQr = Pick<Started, "attempt" | "image">;

/** What an attempt to prove approves; nothing for the other purposes. */
function approvedBy({ purpose, for: action = "link", identity = "" }: StartRequest): ApprovalOf {
  if (purpose !== "prove") return {};
  return { approves: action, ...(action === "link" ? {} : { approvesTarget: identity }) };
}

type ApprovalOf = Pick<Attempt, "approves" | "approvesTarget">;

const returningTo = ({ returnTo }: StartRequest): Pick<Attempt, "returnTo"> =>
  returnTo === undefined ? {} : { returnTo };

async function showAgain(
  stores: Stores,
  slot: BrowserSlot,
  wanted: ApprovalOf & Pick<Attempt, "sessionId" | "returnTo">,
): Promise<DrawnQr | undefined> {
  const attempt = await findReusableAttempt(stores, slot, wanted);
  if (!attempt || !channels[slot.channel].byPicture) return attempt && { attempt };
  const image = await stores.pictures.get(attempt.id);
  return image === undefined ? { attempt } : { attempt, image };
}

async function limit(setup: LoginContext, address: string | undefined): Promise<void> {
  const network = networkOf(address);
  const { attemptsPerAddress, attemptsPerAddressLong } = setup.limit;
  const short = await setup.limits.hit(`start:${network}`, attemptsPerAddress);
  const hit = short.allowed ? await setup.limits.hit(`start-long:${network}`, attemptsPerAddressLong) : short;
  if (!hit.allowed) throw new SaomaError("rate_limited", { retryAfter: Math.ceil(hit.retryAfter / 1000) });
}

async function draw(
  setup: LoginContext,
  { phoneLinks, qrQuota }: StartAids,
  opening: NewAttempt,
  ownClaim: string | undefined,
) {
  const { request, chosen, target, bound, slot } = opening;
  const { application, source, why } = chosen;
  const id = randomToken(setup.random, 16);
  const scene = newScene(setup.random);
  const waits = pendingFor(target.channel);
  const claim = ownClaim ?? claimOn(id, { browserSecret: request.browserSecret ?? "" });
  const isPhone = deviceOf(request.userAgent) === "phone";
  const [{ image, ...shown }, link] = await Promise.all([
    channels[target.channel].open(setup, { source, id, claim, scene, lifetime: waits }),
    isPhone ? phoneLinks.make(source, scene, waits) : undefined,
  ]);
  if (target.channel === "official-account-qr") qrQuota.count(source);
  const now = setup.store.now();
  const attempt: Attempt = {
    ...target,
    id,
    scene,
    ...bound,
    ...approvedBy(request),
    ...(target.purpose === "sign-in" && application.terms ? { terms: "asked" } : {}),
    ...shown,
    ...(link === undefined ? {} : { link }),
    ...(why === undefined ? {} : { chosen: "auto" }),
    ...(request.returnTo !== undefined && channels[target.channel].byRedirect ? { returnTo: request.returnTo } : {}),
    claimHash: hashClaim(claim),
    ...(slot ? { browserHash: slot.browserHash } : {}),
    browserName: browserName(request.userAgent),
    language: application.language === "auto" ? preferredLanguage(request.acceptLanguage) : application.language,
    createdAt: now,
    status: "pending",
    version: 1,
    expiresAt: now + waits,
  };
  return { attempt, claim, ...(image === undefined ? {} : { image }) };
}

async function insert(
  setup: LoginContext,
  stores: Stores,
  { attempt: fresh, claim, image }: DrawnQr & { readonly claim: string },
  { slot, replaces }: NewAttempt,
): Promise<DrawnQr> {
  if (replaces) await cancel(stores, replaces.id);
  const there = slot && (await showAgain(stores, slot, fresh));
  if (there) return there;
  const attempt = await (channels[fresh.channel].insert ?? insertRow)(setup, stores, fresh, claim);
  if (!attempt) throw new SaomaError("internal", { detail: "a random id was taken" });
  if (image === undefined) return { attempt };
  await stores.pictures.insert(attempt.id, image, stores.now);
  return { attempt, image };
}

const insertRow = async (_setup: LoginContext, stores: Stores, attempt: Attempt): Promise<Attempt | undefined> =>
  (await stores.attempts.insert(attempt)) ? attempt : undefined;
