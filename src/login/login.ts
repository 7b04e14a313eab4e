// Puts the operations of `login/` together, by what they are about.
import type { IdentityConflict } from "../domain/account.ts";
import type { Attempt } from "../domain/attempt.ts";
import type { Proof } from "../domain/claim.ts";
import type { SignedIn } from "../domain/session.ts";
import type { AgreedTerms, Terms } from "../domain/terms.ts";
import type { DatedNonce } from "../ports/inbox.ts";
import { carryOutDue } from "./accounts/announced-changes.ts";
import { enterInvitation, type TypedInvitation } from "./accounts/enter-invitation.ts";
import {
  deleteAccount,
  type OwnIdentities,
  ownIdentities,
  removeIdentity,
  restoreIdentity,
  stopAccountChange,
} from "./accounts/identities.ts";
import { createPeople, type People } from "./accounts/people.ts";
import type { Application, LoginContext, Source } from "./context.ts";
import type { Person } from "./events.ts";
import { expireOverdue, sweep } from "./housekeeping.ts";
import { type DecisionDetails, decide } from "./mini-program/decide.ts";
import type { Decision } from "./mini-program/decide-event.ts";
import { type AttemptDetails, describeDecision } from "./mini-program/describe-attempt.ts";
import { type MiniProgramCall, signInToMiniProgram } from "./mini-program/session.ts";
import { type MiniProgramSignedIn, type MiniProgramSignIn, signInByMiniProgram } from "./mini-program/sign-in.ts";
import { type OwnNotice, ownNotices } from "./notices/own-notices.ts";
import { sendLeftNotices } from "./notices/send-notices.ts";
import { createHandleCallback, type HandleCallback } from "./oauth/callback.ts";
import { createOpenIdLogouts, type OpenIdLogouts } from "./openid/logouts.ts";
import { createOpenIdRecords, type OpenIdRecords } from "./openid/records.ts";
import { type ConsoleByWechat, createConsoleByWechat } from "./operator/console-by-wechat.ts";
import { createOperator, type Operator } from "./operator/operator.ts";
import { type SmsRequest, sendSms } from "./phone/send-sms.ts";
import { type OtpEntry, verifyOtp } from "./phone/verify-otp.ts";
import { createHandlePush, type HandlePush } from "./push/handle-push.ts";
import { submitChatCode, type TypedCode } from "./push/typed-code.ts";
import { sendOutbox } from "./sessions/after-sign-in.ts";
import { endOwnSession, endOwnSessions, type OwnSessions, ownSessions } from "./sessions/own-sessions.ts";
import { type Redeemed, type RedeemOptions, redeem, redeemForSession } from "./sessions/redeem.ts";
import { type RefreshOptions, refresh, type Tokens } from "./sessions/refresh.ts";
import { type OutgoingMessage, send } from "./sessions/send.ts";
import { cancelFor } from "./start/cancel.ts";
import { createStart, type Started } from "./start/start.ts";
import type { StartRequest } from "./start/start-request.ts";
import { rollUp } from "./steps/sign-in-hours.ts";
import { disown } from "./transition/disown.ts";
import { findSession, type MayEndSession, type SessionProof, signOut } from "./transition/find-session.ts";
import { type PairingAnswer, pair } from "./transition/pair.ts";
import { agreeToTerms, newTermsOf } from "./transition/terms.ts";
import { createUnionIdLookup } from "./transition/union-id-lookup.ts";
import type { AttemptForBrowser } from "./watch/known-browser.ts";
import { attemptOf, view } from "./watch/watch.ts";
import { createWatchers, type Watchers } from "./watch/watchers.ts";
import { createWebhookLetters, type WebhookLetters } from "./webhooks/letters.ts";
import { createWechatServer, type WechatServerApi } from "./wechat-server/wechat-server.ts";

/** The operations of a sign-in. A missing or wrong proof always fails with `attempt_not_found`. */
export interface Login {
  readonly sources: ReadonlyMap<string, Source>;
  readonly applications: ReadonlyMap<string, Application>;
  start(request: StartRequest): Promise<Started>;
  view(id: string, proof: Proof | undefined): Promise<AttemptForBrowser>;
  /** As `view`, without the account. */
  attempt(id: string, proof: Proof | undefined): Promise<Attempt>;
  /** Calls a client that has proved its claim by `view` with every state from now on. */
  readonly follow: Watchers["follow"];
  /** Starts another attempt for the same client; the old one becomes `cancelled`. */
  refresh(id: string, proof: Proof | undefined, request: StartRequest): Promise<Started>;
  cancel(id: string, proof: Proof | undefined): Promise<Attempt>;
  redeem(id: string, proof: Proof | undefined, options: RedeemOptions): Promise<Redeemed>;
  /** As `redeem`, for an attempt that was requested by a session. */
  redeemAsked(id: string, proof: Proof | undefined, pairing?: PairingAnswer): Promise<OwnIdentities>;
  /** Exchanges a refresh token for the next tokens. */
  refreshTokens(refreshToken: string, options: RefreshOptions): Promise<Tokens>;
  session(proof: SessionProof, applicationId?: string): Promise<SignedIn | undefined>;
  signOut(proof: SessionProof, isOurs: MayEndSession): Promise<boolean>;
  /** The terms of the session's application that the account has not agreed to yet. */
  newTerms(signedIn: SignedIn): Promise<readonly Terms[]>;
  /** Stores the terms that the person has agreed to. Fails with `terms_required` if a new one is missing. */
  agreeToTerms(signedIn: SignedIn, agreed: readonly AgreedTerms[]): Promise<void>;
  /** The sessions of the account; `not_signed_in` if there is no session. */
  sessions(proof: SessionProof | undefined): Promise<OwnSessions>;
  /** `id` comes from `sessions`. */
  endSession(proof: SessionProof | undefined, id: string): Promise<OwnSessions>;
  endSessions(proof: SessionProof | undefined, how: { readonly keepsCurrent: boolean }): Promise<OwnSessions>;
  /** The identities of the account that is signed in; `not_signed_in` if there is no session. */
  identities(proof: SessionProof | undefined): Promise<OwnIdentities>;
  /** `id` comes from `identities`. Needs an approval of its own, as do the next two. */
  removeIdentity(proof: SessionProof | undefined, id: string): Promise<OwnIdentities>;
  restoreIdentity(proof: SessionProof | undefined, id: string): Promise<OwnIdentities>;
  /** Announces the deletion of the account. Needs an approval of its own. */
  deleteAccount(proof: SessionProof | undefined): Promise<OwnIdentities>;
  /** Objects to an announced change. `id` comes from `identities`. */
  stopChange(proof: SessionProof | undefined, id: string): Promise<OwnIdentities>;
  /** Submits a code that the chat gave. */
  enterCode(id: string, proof: Proof | undefined, entry: TypedCode): Promise<Attempt>;
  /** Submits an invitation, before a WeChat has answered. */
  enterInvitation(id: string, proof: Proof | undefined, entry: TypedInvitation): Promise<Attempt>;
  /** Pairs the page with the WeChat that answered; fails with `pairing_required` or `wrong_pairing_code`. */
  pair(id: string, proof: Proof | undefined, answer: PairingAnswer): Promise<AttemptForBrowser>;
  /** Sends a code to a phone, while the attempt is in `phone_required`. */
  sendSms(id: string, proof: Proof | undefined, request: SmsRequest): Promise<Attempt>;
  /** Submits that code. */
  enterOtp(id: string, proof: Proof | undefined, entry: OtpEntry): Promise<Attempt>;
  /** Handles a browser that WeChat sent back with a code. */
  readonly oauthCallback: HandleCallback;
  readonly receive: HandlePush;
  /** Binds the nonce of a request in plain mode to that request. Returns false if another request has used it. */
  bindNonce(appid: string, nonce: DatedNonce, fingerprint: string): Promise<boolean>;
  /** The operations of wechat-server's protocol. */
  readonly wechatServer: WechatServerApi;
  /** The stored state of the OpenID provider, and the accounts it may describe. */
  readonly openId: OpenIdRecords;
  /** The clients that have to be notified of a session's end. */
  readonly openIdLogouts: OpenIdLogouts;
  /** The outbox of webhooks. */
  readonly webhookLetters: WebhookLetters;
  /** Exchanges the code of `wx.login` for a bearer, which the next two methods accept. `lifetime` in milliseconds. */
  signInByMiniProgram(request: MiniProgramSignIn): Promise<MiniProgramSignedIn>;
  signInToMiniProgram(
    call: Omit<MiniProgramCall, "token"> & { readonly code: string },
  ): Promise<{ readonly token: string; readonly lifetime: number }>;
  /** The details of an attempt for the mini-program's page. A wrong scene always fails with `attempt_not_found`. */
  look(call: MiniProgramCall, scene: string): Promise<AttemptDetails>;
  decide(call: MiniProgramCall, scene: string, decision: Decision, details?: DecisionDetails): Promise<AttemptDetails>;
  /** Identities that seem to belong to one person but have two accounts. */
  identityConflicts(): Promise<IdentityConflict[]>;
  /** Sends a message to a person by a source. */
  send(to: Person, message: OutgoingMessage): Promise<void>;
  /** The recent notices of the person who is signed in; undefined if the application does not manage accounts. */
  notices(signedIn: SignedIn): Promise<readonly OwnNotice[] | undefined>;
  /** Sends messages after sign-ins and notices that were pending when the process stopped. */
  sendLeftOver(): Promise<void>;
  /** The operator's operations on people. */
  readonly people: People;
  /** The operations of the operator's listener. */
  readonly operator: Operator;
  /** The sign-in of administrators to the operator's console. */
  readonly consoleSignIn: ConsoleByWechat;
  /** Carries out the announced changes that are due. Returns how many. */
  carryOutDue(): Promise<number>;
  /** Stores the end of attempts that expired without a request. Returns how many. */
  expireOverdue(): Promise<number>;
  /** Counts the sign-ins of past hours. Returns the number of hours that were counted. */
  rollUp(): Promise<number>;
  /** Deletes expired rows. Returns how many. */
  sweep(): Promise<number>;
}

export function createLogin(setup: LoginContext): Login {
  const start = createStart(setup);
  const followers = createWatchers(setup);
  const unionIds = createUnionIdLookup(setup);
  return {
    sources: setup.sources,
    applications: setup.applications,
    start,
    view: (id, proof) => view(setup, id, proof),
    attempt: (id, proof) => attemptOf(setup, id, proof),
    follow: followers.follow,
    async refresh(id, proof, request) {
      const old = await attemptOf(setup, id, proof);
      const { applicationId: application, channel, chosen, appid: source, purpose, returnTo, sessionId } = old;
      const asks = sessionId === undefined ? undefined : { sessionId };
      const approval = { for: old.approves, identity: old.approvesTarget };
      const wanted = { application, channel: chosen ?? channel, source, purpose, asks, returnTo, ...approval };
      return start({ ...request, ...wanted }, old);
    },
    cancel: (id, proof) => cancelFor(setup, id, proof),
    redeem: (id, proof, options) => redeem(setup, id, proof, options),
    redeemAsked: (id, proof, pairing) => redeemForSession(setup, id, proof, pairing),
    refreshTokens: (refreshToken, options) => refresh(setup, refreshToken, options),
    session: (proof, applicationId) => findSession(setup, proof, applicationId),
    signOut: (proof, isOurs) => signOut(setup, proof, isOurs),
    newTerms: ({ account, session }) => newTermsOf(setup, session.applicationId, account.id),
    agreeToTerms: ({ account, session }, agreed) =>
      setup.store.transact((stores) =>
        agreeToTerms(stores, setup.applications.get(session.applicationId), account.id, agreed),
      ),
    enterCode: (id, proof, entry) => submitChatCode(setup, unionIds, id, proof, entry),
    enterInvitation: (id, proof, entry) => enterInvitation(setup, id, proof, entry),
    async pair(id, proof, answer) {
      const { addedAt, pairing } = await attemptOf(setup, id, proof);
      const isDisowned = addedAt !== undefined && pairing === "agree" && answer.agreed === false;
      if (isDisowned) await disown(setup, id);
      else await pair(setup, id, answer);
      return view(setup, id, proof);
    },
    sendSms: (id, proof, request) => sendSms(setup, id, proof, request),
    enterOtp: (id, proof, entry) => verifyOtp(setup, id, proof, entry),
    oauthCallback: createHandleCallback(setup),
    receive: createHandlePush(setup, unionIds),
    bindNonce: (appid, nonce, print) => setup.store.transact(({ inbox }) => inbox.bindNonce(appid, nonce, print)),
    wechatServer: createWechatServer(setup),
    openId: createOpenIdRecords(setup),
    openIdLogouts: createOpenIdLogouts(setup),
    webhookLetters: createWebhookLetters(setup),
    signInByMiniProgram: (request) => signInByMiniProgram(setup, request),
    signInToMiniProgram: (call) => signInToMiniProgram(setup, call),
    look: (call, scene) => describeDecision(setup, call, scene),
    decide: (call, scene, decision, details) => decide(setup, call, scene, decision, details),
    sessions: (proof) => ownSessions(setup, proof),
    endSession: (proof, id) => endOwnSession(setup, proof, id),
    endSessions: (proof, how) => endOwnSessions(setup, proof, how),
    identities: (proof) => ownIdentities(setup, proof),
    removeIdentity: (proof, id) => removeIdentity(setup, proof, id),
    restoreIdentity: (proof, id) => restoreIdentity(setup, proof, id),
    deleteAccount: (proof) => deleteAccount(setup, proof),
    stopChange: (proof, id) => stopAccountChange(setup, proof, id),
    carryOutDue: () => carryOutDue(setup),
    identityConflicts: () => setup.store.read.identityConflicts(),
    send: (to, message) => send(setup, to, message),
    notices: (signedIn) => ownNotices(setup, signedIn),
    async sendLeftOver() {
      await sendOutbox(setup);
      await sendLeftNotices(setup);
    },
    people: createPeople(setup),
    operator: createOperator(setup),
    consoleSignIn: createConsoleByWechat(setup, start),
    expireOverdue: () => expireOverdue(setup),
    rollUp: () => rollUp(setup),
    sweep: () => sweep(setup),
  };
}
