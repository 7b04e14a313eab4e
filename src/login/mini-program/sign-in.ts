// Signs a person in inside the mini-program itself.
import { randomToken } from "../../base/bytes.ts";
import { advance } from "../../domain/advance.ts";
import type { Attempt, DeclineReason } from "../../domain/attempt.ts";
import { pendingFor } from "../../domain/attempt-deadline.ts";
import { browserName } from "../../domain/browser-name.ts";
import { hashClaim } from "../../domain/claim.ts";
import { type ErrorCode, SaomaError } from "../../domain/errors.ts";
import { preferredLanguage } from "../../domain/language.ts";
import { afterScan } from "../../domain/policy.ts";
import { newScene } from "../../domain/scene.ts";
import type { AgreedTerms } from "../../domain/terms.ts";
import type { Stores } from "../../ports/store.ts";
import type { Application, LoginContext } from "../context.ts";
import { bindPhone } from "../phone/bind-phone.ts";
import { type Redeemed, redeem } from "../sessions/redeem.ts";
import { selectApplication } from "../start/select-channel.ts";
import type { Started } from "../start/start.ts";
import { writeTransition } from "../transition/apply.ts";
import { firstSignIn } from "../transition/first-sign-in.ts";
import { accountIdOf, resolvablePerson } from "../transition/resolve-identity.ts";
import { transactAndPublish } from "../transition/transact.ts";
import { view } from "../watch/watch.ts";
import { exchangePhoneCode } from "./phone-number.ts";
import { exchangeLoginCode, type MiniProgramPerson } from "./session.ts";

/** A sign-in of the mini-program itself: no browser waits for it. */
export interface MiniProgramSignIn {
  readonly application?: string | undefined;
  /** The appid of the mini-program, which has to be a source of the application. */
  readonly appid: string;
  /** The code of `wx.login`. */
  readonly code: string;
  /** The code of a `getPhoneNumber` button, for a newcomer who has to bind a phone. */
  readonly phoneCode?: string | undefined;
  /** The terms that the person has agreed to. */
  readonly terms?: readonly AgreedTerms[] | undefined;
  readonly userAgent?: string | undefined;
  readonly acceptLanguage?: string | undefined;
  readonly address?: string | undefined;
}

/** If something has to be asked first, the open attempt, whose holder continues with `claim`. */
export type MiniProgramSignedIn = { readonly redeemed: Redeemed } | { readonly started: Started };

/**
 * Signs in the person of a code of `wx.login`. The sign-in is an attempt, so that all rules of attempts apply. The
 * person's own mini-program requested the code, so there is no other browser to warn about, and nothing to pair. If
 * something has to be asked first, the open attempt is returned.
 */
export async function signInByMiniProgram(
  setup: LoginContext,
  request: MiniProgramSignIn,
): Promise<MiniProgramSignedIn> {
  const application = applicationFor(setup, request);
  const { appid, code, address } = request;
  const person = await exchangeLoginCode(setup, { appid, code, address });
  const claim = randomToken(setup.random, 32);
  const granted = await grant(setup, { application, request, person, claim });
  const { id } = await withPhone(setup, { application, request, person, attempt: granted });
  try {
    return { redeemed: await redeem(setup, id, { claim }, { mode: "token", terms: request.terms, address }) };
  } catch (error) {
    if (!(error instanceof SaomaError) || !questions.has(error.code)) throw error;
    return { started: { attempt: await view(setup, id, { claim }), application, created: true, claim } };
  }
}

/**
 * The errors of a redeem that mean that something has to be asked: a phone, terms, or whether the account is theirs.
 */
const questions: ReadonlySet<ErrorCode> = new Set(["attempt_not_granted", "terms_required", "pairing_required"]);

/** Checks the request before WeChat is called, because a code works only once. */
function applicationFor(setup: LoginContext, { application: id, appid }: MiniProgramSignIn): Application {
  const application = selectApplication(setup, id);
  const isOurs = application.sources.includes(appid) && setup.sources.get(appid)?.miniProgram !== undefined;
  if (!isOurs || !(application.channels?.includes("mini-program") ?? true)) {
    const message = "`appid` is not that of a mini-program of this application.";
    throw new SaomaError("invalid_request", { message });
  }
  return application;
}

interface Asked {
  readonly application: Application;
  readonly request: MiniProgramSignIn;
  readonly person: MiniProgramPerson;
}

/** Writes the attempt, and its person's grant. */
async function grant(setup: LoginContext, asked: Asked & { readonly claim: string }): Promise<Attempt> {
  const { application, person } = asked;
  const { appid, openId, unionId } = person;
  const told = unionId === undefined ? {} : { unionId };
  const { after } = await transactAndPublish(setup, async (stores) => {
    const before = await insert(setup, stores, asked);
    const seen = resolvablePerson(setup, appid, openId, told);
    const newcomer = (await accountIdOf(stores, seen)) === undefined;
    const follows = afterScan({ ...application.policy, confirm: "never" }, { newcomer, knownBrowser: false });
    const first = await firstSignIn(stores, before, seen);
    const event = { type: "scan", openId, next: follows, paired: true, ...first } as const;
    const { attempt: after, outcome } = advance(before, event, stores.now);
    return writeTransition(setup, stores, { application, openId, told, before, after, outcome });
  });
  return notDeclined(after);
}

async function insert(
  setup: LoginContext,
  stores: Stores,
  { application, request, person, claim }: Asked & { readonly claim: string },
): Promise<Attempt> {
  const { language } = application;
  const attempt: Attempt = {
    id: randomToken(setup.random, 16),
    applicationId: application.id,
    channel: "mini-program",
    appid: person.appid,
    purpose: "sign-in",
    claimHash: hashClaim(claim),
    browserName: browserName(request.userAgent),
    language: language === "auto" ? preferredLanguage(request.acceptLanguage) : language,
    // The scene is never shown; only the claim's holder continues.
    scene: newScene(setup.random),
    content: "",
    createdAt: stores.now,
    status: "pending",
    version: 1,
    expiresAt: stores.now + pendingFor("mini-program"),
    ...(application.terms ? { terms: "asked" } : {}),
  };
  if (!(await stores.attempts.insert(attempt))) throw new SaomaError("internal", { detail: "a random id was taken" });
  return attempt;
}

/** Exchanges the code of WeChat's phone button, only if a phone is required, because each call costs money. */
async function withPhone(
  setup: LoginContext,
  { application, request, person, attempt }: Asked & { readonly attempt: Attempt },
): Promise<Attempt> {
  const { phoneCode } = request;
  if (attempt.status !== "phone_required" || phoneCode === undefined) return attempt;
  const phone = await exchangePhoneCode(setup, person, phoneCode);
  const binding = person.unionId === undefined ? {} : { unionId: person.unionId };
  const { after } = await transactAndPublish(setup, async (stores) => {
    const before = (await stores.attempts.get(attempt.id)) ?? attempt;
    return bindPhone(setup, stores, { application, before, asked: before, binding, phone });
  });
  return notDeclined(after);
}

/** Throws the reason of a declined attempt, because no other page would show it. */
function notDeclined(attempt: Attempt): Attempt {
  const code = attempt.reason && refusals[attempt.reason];
  if (code) throw new SaomaError(code);
  return attempt;
}

const refusals: Partial<Record<DeclineReason, ErrorCode>> = {
  newcomer_refused: "newcomer_refused",
  conflict: "conflict",
  wechat_lost: "wechat_lost",
  account_suspended: "account_suspended",
  not_admitted: "not_admitted",
};
