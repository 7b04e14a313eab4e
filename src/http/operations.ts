import { z } from "zod";
import type { ErrorCode } from "../domain/errors.ts";
import { identitiesView } from "../wire/account.ts";
import { attemptView, bindPhone, enterCode, redeemAttempt, startAttempt, startedAttempt } from "../wire/attempt.ts";
import { askedView, confirmation, decision, miniProgramLogin, miniProgramSession } from "../wire/mini-program.ts";
import { oauthOutcome, oauthReturn } from "../wire/oauth.ts";
import { sessionView } from "../wire/session.ts";
import { refreshTokens, tokens } from "../wire/tokens.ts";

/** What a caller needs to know of a public route. */
export interface Operation {
  readonly method: "GET" | "POST" | "DELETE";
  /** As OpenAPI writes it, `{name}` for a parameter. */
  readonly path: string;
  readonly summary: string;
  /** What the caller shows. */
  readonly by?: "none" | "claim" | "session" | "mini-program";
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType;
  readonly answers: Readonly<
    Record<string, { readonly what: string; readonly schema?: z.ZodType; readonly type?: string }>
  >;
  readonly problems?: readonly ErrorCode[];
}

const changing: readonly ErrorCode[] = ["origin_not_allowed", "attempt_not_found", "store_unavailable"];
const changingAccount: readonly ErrorCode[] = [
  ...(["not_signed_in", "origin_not_allowed", "fresh_proof_needed"] as const),
  ...(["identity_not_found", "store_unavailable"] as const),
];
const reading: readonly ErrorCode[] = ["attempt_not_found", "store_unavailable"];
const shownAt = {
  tab: "When this tab was last shown, in Unix milliseconds: of two that say so, the older is told and let go",
};
const pushHeaders = { "Content-Type": "`text/xml`" };

const deciding: readonly ErrorCode[] = [
  ...(["invalid_request", "session_needed", "attempt_not_found", "attempt_not_scanned", "attempt_taken"] as const),
  ...(["attempt_ended", "too_large", "rate_limited", "store_unavailable"] as const),
];
const asked = { 200: { what: "Where it stands now", schema: askedView } };

/** Every public route. `test/http/openapi.test.ts` holds this list against the routes there are. */
export const operations: readonly Operation[] = [
  {
    method: "POST",
    path: "/v1/attempts",
    summary: "Start an attempt",
    headers: { Origin: "The service's own or one of the application's; needed unless `claim` is `header`" },
    body: startAttempt,
    answers: {
      201: { what: "A new attempt", schema: startedAttempt },
      200: { what: "The pending attempt that this browser has", schema: startedAttempt },
    },
    problems: [
      "invalid_request",
      "not_signed_in",
      "origin_not_allowed",
      "fresh_proof_needed",
      "too_large",
      "rate_limited",
      "channel_unavailable",
      "store_unavailable",
    ],
  },
  {
    method: "GET",
    path: "/v1/attempts/{id}",
    summary: "Look at an attempt, or wait for its next state",
    by: "claim",
    headers: { "If-None-Match": "The ETag seen last", Prefer: "`wait=N`, N ≤ 30: hold the answer until it changes" },
    query: shownAt,
    answers: { 200: { what: "The attempt", schema: attemptView }, 304: { what: "Nothing new" } },
    problems: [...reading, "taken_over"],
  },
  {
    method: "DELETE",
    path: "/v1/attempts/{id}",
    summary: "Cancel an attempt",
    by: "claim",
    answers: { 200: { what: "The attempt, ended", schema: attemptView } },
    problems: [...changing, "attempt_ended"],
  },
  {
    method: "GET",
    path: "/v1/attempts/{id}/events",
    summary: "Its states as server-sent events",
    by: "claim",
    headers: { "Last-Event-ID": "The version seen last" },
    query: shownAt,
    answers: {
      200: {
        what: "`event: status`, `id:` the version, `data:` the attempt; `event: taken-over` and the end for the older tab",
        type: "text/event-stream",
      },
      204: { what: "It has ended: do not come again" },
    },
    problems: reading,
  },
  {
    method: "GET",
    path: "/v1/attempts/{id}/socket",
    summary: "Its states over WebSocket, a text frame a state",
    by: "claim",
    query: { after: "The version seen last", ...shownAt },
    answers: {
      101: {
        what: "`{version, …}` a frame; closes with 1000 ended, 1001 come again elsewhere, 4404 unknown, 4409 taken over",
      },
    },
    problems: ["attempt_not_found", "attempt_ended", "upgrade_required", "store_unavailable"],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/refresh",
    summary: "Another attempt for the same browser; the old one is cancelled",
    by: "claim",
    answers: { 201: { what: "A new attempt", schema: startedAttempt } },
    problems: [...changing, "not_signed_in", "fresh_proof_needed", "rate_limited", "channel_unavailable"],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/code",
    summary: "Type in the code that the chat gave to whoever asked it for one",
    by: "claim",
    body: enterCode,
    answers: { 200: { what: "The attempt: granted, or where it stood already", schema: attemptView } },
    problems: [...changing, "invalid_request", "too_large", "wrong_code", "attempt_ended", "rate_limited"],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/phone",
    summary: "Bind a phone: send an SMS with a code to it, then take the code",
    by: "claim",
    body: bindPhone,
    answers: { 200: { what: "The attempt: granted, declined for a conflict, or as it asks on", schema: attemptView } },
    problems: [
      ...changing,
      ...(["invalid_request", "too_large", "phone_not_asked", "attempt_ended", "wrong_phone", "wrong_otp"] as const),
      ...(["rate_limited", "sms_unavailable"] as const),
    ],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/redeem",
    summary: "Fetch the result: the session, or what a session asked for",
    by: "claim",
    body: redeemAttempt,
    answers: {
      200: {
        what: "Who is signed in, with a cookie; for `mode: token` with tokens. Of an attempt to link or prove: the account's identities",
        schema: z.union([sessionView.extend(tokens.partial().shape), identitiesView]),
      },
    },
    problems: [...changing, "invalid_request", "too_large", "attempt_not_granted", "already_redeemed", "attempt_ended"],
  },
  {
    method: "GET",
    path: "/v1/session",
    summary: "Who is signed in",
    by: "session",
    query: { application: "Only a session of this application counts" },
    answers: { 200: { what: "The session", schema: sessionView } },
    problems: ["not_signed_in", "store_unavailable"],
  },
  {
    method: "DELETE",
    path: "/v1/session",
    summary: "Sign out",
    by: "session",
    answers: { 204: { what: "Nobody is signed in" } },
    problems: ["origin_not_allowed", "store_unavailable"],
  },
  {
    method: "GET",
    path: "/v1/account/identities",
    summary: "The WeChats of the account that is signed in",
    by: "session",
    answers: { 200: { what: "Its identities, and what it took off lately", schema: identitiesView } },
    problems: ["not_signed_in", "store_unavailable"],
  },
  {
    method: "DELETE",
    path: "/v1/account/identities/{id}",
    summary: "Take a WeChat off; what it signed in ends",
    by: "session",
    answers: { 200: { what: "The others", schema: identitiesView } },
    problems: [...changingAccount, "last_identity"],
  },
  {
    method: "POST",
    path: "/v1/account/identities/{id}/restore",
    summary: "Have back what was taken off in the last seven days",
    by: "session",
    answers: { 200: { what: "All of them", schema: identitiesView } },
    problems: [...changingAccount, "identity_taken"],
  },
  {
    method: "POST",
    path: "/v1/tokens/refresh",
    summary: "The next tokens, for a client that keeps no cookie",
    body: refreshTokens,
    answers: {
      200: {
        what: "The next tokens; the old refresh token works once more, for 10 s, for the same client",
        schema: tokens,
      },
    },
    problems: [
      "invalid_request",
      "origin_not_allowed",
      "too_large",
      "not_signed_in",
      "rate_limited",
      "store_unavailable",
    ],
  },
  {
    method: "GET",
    path: "/.well-known/jwks.json",
    summary: "What access tokens are verified with",
    answers: { 200: { what: "A JWK set", type: "application/json" } },
    problems: ["store_unavailable"],
  },
  {
    method: "GET",
    path: "/wechat/{appid}/push",
    summary: "WeChat's verification of the server URL",
    answers: { 200: { what: "The `echostr`", type: "text/plain" }, 403: { what: "Not WeChat" } },
  },
  {
    method: "POST",
    path: "/wechat/{appid}/push",
    summary: "A message or an event from WeChat",
    headers: pushHeaders,
    answers: {
      200: { what: "The reply, or `success`", type: "text/xml" },
      403: { what: "Not WeChat, or not now" },
      413: { what: "Too large" },
      503: { what: "It could not be made durable, long after WeChat has hung up" },
    },
  },
  {
    method: "GET",
    path: "/wechat/{appid}/oauth",
    summary: "Where WeChat sends browsers back to: a page that posts `code` and `state` of its address",
    answers: { 200: { what: "The page", type: "text/html" } },
    problems: ["not_found"],
  },
  {
    method: "POST",
    path: "/wechat/{appid}/oauth",
    summary: "Take WeChat's code, for the browser that began the attempt",
    headers: { Origin: "The service's own" },
    body: oauthReturn,
    answers: { 200: { what: "Signed in, or not", schema: oauthOutcome } },
    problems: [
      "invalid_request",
      "origin_not_allowed",
      "attempt_not_found",
      "attempt_ended",
      "code_refused",
      "too_large",
      "rate_limited",
      "channel_unavailable",
      "store_unavailable",
    ],
  },
  {
    method: "GET",
    path: "/wechat/oauth.js",
    summary: "The script of that page",
    answers: { 200: { what: "The script", type: "text/javascript" } },
  },
  {
    method: "POST",
    path: "/mini-program/{appid}/login",
    summary: "Trade the code of `wx.login` for the bearer of the next calls",
    body: miniProgramLogin,
    answers: { 201: { what: "A session of this mini-program", schema: miniProgramSession } },
    problems: [
      ...(["invalid_request", "not_found", "code_refused", "too_large", "rate_limited"] as const),
      ...(["channel_unavailable", "store_unavailable"] as const),
    ],
  },
  {
    method: "GET",
    path: "/mini-program/{appid}/attempts/{scene}",
    summary: "What a decision needs: the site, the browser, the time",
    by: "mini-program",
    answers: { 200: { what: "The attempt", schema: askedView } },
    problems: ["session_needed", "attempt_not_found", "attempt_taken", "rate_limited", "store_unavailable"],
  },
  {
    method: "POST",
    path: "/mini-program/{appid}/attempts/{scene}/scan",
    summary: "The person has opened the page; the browser is told",
    by: "mini-program",
    body: decision,
    answers: asked,
    problems: deciding.filter((code) => code !== "attempt_not_scanned"),
  },
  {
    method: "POST",
    path: "/mini-program/{appid}/attempts/{scene}/confirm",
    summary: "The person allows it",
    by: "mini-program",
    body: confirmation,
    answers: asked,
    problems: [...deciding, "code_refused", "wrong_phone", "channel_unavailable"],
  },
  {
    method: "POST",
    path: "/mini-program/{appid}/attempts/{scene}/decline",
    summary: "The person declines it, or takes it back",
    by: "mini-program",
    body: decision,
    answers: asked,
    problems: deciding,
  },
  {
    method: "GET",
    path: "/{file}",
    summary: "`MP_verify_….txt`: by which WeChat sees that this domain is yours",
    answers: { 200: { what: "The file", type: "text/plain" } },
    problems: ["not_found"],
  },
  {
    method: "GET",
    path: "/saoma-login.js",
    summary: "The widget, as one module script",
    answers: { 200: { what: "The script", type: "text/javascript" }, 304: { what: "The one you have" } },
  },
  { method: "GET", path: "/healthz", summary: "Whether the process answers", answers: { 200: { what: "It does" } } },
  {
    method: "GET",
    path: "/readyz",
    summary: "Whether it can serve",
    answers: { 200: { what: "It can" } },
    problems: ["store_unavailable"],
  },
  { method: "GET", path: "/openapi.json", summary: "This description", answers: { 200: { what: "OpenAPI 3.1" } } },
];
