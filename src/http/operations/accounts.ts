// The operations of sessions and accounts, for the OpenAPI document.
import type { ErrorCode } from "../../domain/errors.ts";
import { identitiesView } from "../../wire/account.ts";
import { jwkSet } from "../../wire/service.ts";
import { sessionView } from "../../wire/session.ts";
import { sessionsView } from "../../wire/sessions.ts";
import { agreeToTerms } from "../../wire/terms.ts";
import { refreshTokens, tokens } from "../../wire/tokens.ts";
import type { Operation } from "./operation.ts";

const changingAccount: readonly ErrorCode[] = [
  "not_signed_in",
  "origin_not_allowed",
  "fresh_proof_needed",
  "account_not_managed",
  "identity_not_found",
  "store_unavailable",
];

const whoseSession = { application: "Whose session, where several have one each" };

/** The session, the WeChats of its account, and the tokens of clients without cookies. */
export const accountOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/v1/session",
    id: "getSession",
    summary: "Who is signed in",
    by: "session",
    query: { application: "Only a session of this application counts" },
    answers: { 200: { what: "The session", schema: sessionView } },
    problems: ["not_signed_in", "store_unavailable"],
  },
  {
    method: "POST",
    path: "/v1/session/terms",
    id: "agreeToTerms",
    summary: "Agree to the application's terms that are new to the account",
    by: "session",
    query: whoseSession,
    body: agreeToTerms,
    answers: { 200: { what: "The session", schema: sessionView } },
    problems: [
      "invalid_request",
      "not_signed_in",
      "origin_not_allowed",
      "terms_required",
      "too_large",
      "store_unavailable",
    ],
  },
  {
    method: "DELETE",
    path: "/v1/session",
    id: "signOut",
    summary: "Sign out",
    by: "session",
    query: whoseSession,
    answers: { 204: { what: "Nobody is signed in" } },
    problems: ["not_signed_in", "origin_not_allowed", "store_unavailable"],
  },
  {
    method: "GET",
    path: "/v1/sessions",
    id: "listSessions",
    summary: "The browsers and devices in which the account is signed in",
    by: "session",
    answers: { 200: { what: "Those of this application; of all where it has `manageAccount`", schema: sessionsView } },
    problems: ["not_signed_in", "store_unavailable"],
  },
  {
    method: "DELETE",
    path: "/v1/sessions/{id}",
    id: "endSession",
    summary: "Sign one of them out",
    by: "session",
    answers: { 200: { what: "The others", schema: sessionsView } },
    problems: ["not_signed_in", "origin_not_allowed", "session_not_found", "store_unavailable"],
  },
  {
    method: "DELETE",
    path: "/v1/sessions",
    id: "endSessions",
    summary: "Sign out everywhere",
    by: "session",
    query: { keep: "`current`: all but the session that asks" },
    answers: { 200: { what: "What is left", schema: sessionsView } },
    problems: ["not_signed_in", "origin_not_allowed", "store_unavailable"],
  },
  {
    method: "GET",
    path: "/v1/account/identities",
    id: "listIdentities",
    summary: "The WeChats of the account that is signed in",
    by: "session",
    query: whoseSession,
    answers: { 200: { what: "Its identities, and what it took off lately", schema: identitiesView } },
    problems: ["not_signed_in", "store_unavailable"],
  },
  {
    method: "DELETE",
    path: "/v1/account/identities/{id}",
    id: "removeIdentity",
    summary: "Take a WeChat off, and end what it signed in; announced only where the one that approved is younger",
    by: "session",
    query: whoseSession,
    answers: {
      200: { what: "The others", schema: identitiesView },
      202: { what: "It is announced, and done when it is due", schema: identitiesView },
    },
    problems: [...changingAccount, "last_identity", "change_announced"],
  },
  {
    method: "DELETE",
    path: "/v1/account",
    id: "deleteAccount",
    summary: "Announce that the account is deleted",
    by: "session",
    query: whoseSession,
    answers: { 202: { what: "It is announced, and done when it is due", schema: identitiesView } },
    problems: [...changingAccount.filter((code) => code !== "identity_not_found"), "change_announced"],
  },
  {
    method: "DELETE",
    path: "/v1/account/changes/{id}",
    id: "stopChange",
    summary: "Withdraw an announced change, or object to it",
    by: "session",
    query: whoseSession,
    answers: { 200: { what: "It is not made", schema: identitiesView } },
    problems: [
      "not_signed_in",
      "origin_not_allowed",
      "account_not_managed",
      "younger_identity",
      "change_not_found",
      "store_unavailable",
    ],
  },
  {
    method: "POST",
    path: "/v1/account/identities/{id}/restore",
    id: "restoreIdentity",
    summary: "Have back what was taken off in the last seven days",
    by: "session",
    query: whoseSession,
    answers: { 200: { what: "All of them", schema: identitiesView } },
    problems: [...changingAccount, "identity_taken"],
  },
  {
    method: "POST",
    path: "/v1/tokens/refresh",
    id: "refreshTokens",
    summary: "The next tokens, for a client that keeps no cookie",
    body: refreshTokens,
    answers: {
      200: {
        what: "The next tokens; the old refresh token works once more, for 10 s, for the same client",
        schema: tokens,
      },
    },
    problems: [
      "terms_required",
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
    id: "getJwks",
    summary: "What access tokens are verified with",
    answers: { 200: { what: "A JWK set", schema: jwkSet } },
    problems: ["store_unavailable"],
  },
];
