// The operations of attempts, for the OpenAPI document.
import { z } from "zod";
import type { ErrorCode } from "../../domain/errors.ts";
import { identitiesView } from "../../wire/account.ts";
import {
  attemptView,
  bindPhone,
  enterCode,
  enterInvitation,
  pairAttempt,
  redeemAttempt,
  startAttempt,
  startedAttempt,
} from "../../wire/attempt.ts";
import { sessionView } from "../../wire/session.ts";
import { tokens } from "../../wire/tokens.ts";
import type { Operation } from "./operation.ts";

const changing: readonly ErrorCode[] = ["origin_not_allowed", "attempt_not_found", "store_unavailable"];
const reading: readonly ErrorCode[] = ["attempt_not_found", "store_unavailable"];
const shownAt = {
  tab: "When this tab was last shown, in Unix milliseconds: of two that say so, the older is told and let go",
};

/** An attempt, from its start to its result. */
export const attemptOperations: readonly Operation[] = [
  {
    method: "POST",
    path: "/v1/attempts",
    id: "startAttempt",
    summary: "Start an attempt",
    by: "session or nothing",
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
    id: "getAttempt",
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
    id: "cancelAttempt",
    summary: "Cancel an attempt",
    by: "claim",
    answers: { 200: { what: "The attempt, ended", schema: attemptView } },
    problems: [...changing, "attempt_ended"],
  },
  {
    method: "GET",
    path: "/v1/attempts/{id}/events",
    id: "streamAttempt",
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
    id: "openAttemptSocket",
    summary: "Its states over WebSocket, a text frame a state",
    by: "claim",
    query: { after: "The version seen last", ...shownAt },
    answers: {
      101: {
        what: "`{version, …}` a frame; closes with 1000 ended, 1001 come again elsewhere, 4404 unknown, 4409 taken over",
      },
      default: { what: "Whatever else a handshake is answered (RFC 6455)" },
    },
    problems: ["attempt_not_found", "attempt_ended", "upgrade_required", "store_unavailable"],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/refresh",
    id: "refreshAttempt",
    summary: "Another attempt for the same browser; the old one is cancelled",
    by: "claim",
    answers: { 201: { what: "A new attempt", schema: startedAttempt } },
    problems: [...changing, "not_signed_in", "fresh_proof_needed", "rate_limited", "channel_unavailable"],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/code",
    id: "enterCode",
    summary: "Type in the code that the chat gave to whoever asked it for one",
    by: "claim",
    body: enterCode,
    answers: { 200: { what: "The attempt: granted, or where it stood already", schema: attemptView } },
    problems: [...changing, "invalid_request", "too_large", "wrong_code", "attempt_ended", "rate_limited"],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/invitation",
    id: "enterInvitation",
    summary:
      "Type in an invitation of the operator's, before anybody answers: the WeChat that does comes to its account",
    by: "claim",
    body: enterInvitation,
    answers: { 200: { what: "The attempt, which waits on", schema: attemptView } },
    problems: [
      ...changing,
      "invalid_request",
      "too_large",
      "attempt_answered",
      "wrong_invitation",
      "invitation_too_early",
      "attempt_ended",
      "rate_limited",
    ],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/pair",
    id: "pairAttempt",
    summary: "Pair the page with the WeChat that answered",
    by: "claim",
    body: pairAttempt,
    answers: { 200: { what: "The attempt, paired", schema: attemptView } },
    problems: [...changing, "invalid_request", "too_large", "pairing_required", "wrong_pairing_code", "attempt_ended"],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/phone",
    id: "bindPhone",
    summary: "Bind a phone: send an SMS with a code to it, then take the code",
    by: "claim",
    body: bindPhone,
    answers: { 200: { what: "The attempt: granted, declined for a conflict, or as it asks on", schema: attemptView } },
    problems: [
      ...changing,
      "invalid_request",
      "too_large",
      "phone_not_asked",
      "pairing_required",
      "wrong_pairing_code",
      "attempt_ended",
      "wrong_phone",
      "wrong_otp",
      "rate_limited",
      "sms_unavailable",
    ],
  },
  {
    method: "POST",
    path: "/v1/attempts/{id}/redeem",
    id: "redeemAttempt",
    summary: "Fetch the result: the session, or what a session asked for",
    by: "claim",
    body: redeemAttempt,
    answers: {
      200: {
        what: "Who is signed in, with a cookie; for `mode: token` with tokens. Of an attempt to link or prove: the account's identities",
        schema: z.union([sessionView.extend(tokens.partial().shape), identitiesView]),
      },
    },
    problems: [
      ...changing,
      "invalid_request",
      "too_large",
      "pairing_required",
      "wrong_pairing_code",
      "terms_required",
      "attempt_not_granted",
      "already_redeemed",
      "attempt_ended",
    ],
  },
];
