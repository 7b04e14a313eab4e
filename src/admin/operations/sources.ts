// The operations of sources, for the OpenAPI document of the Admin API.
import type { ErrorCode } from "../../domain/errors.ts";
import type { Operation } from "../../http/operations/operation.ts";
import { accessTokenView, jsapiConfigView, refusedToken, ticketView } from "../../wire/admin.ts";

const tokenProblems: readonly ErrorCode[] = [
  "key_needed",
  "key_may_not",
  "host_not_ours",
  "source_not_found",
  "classic_token",
  "wechat_unavailable",
  "store_unavailable",
];

/** The operations that need a source's AppSecret: access tokens, tickets, signed pages. */
export const sourcesOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/admin/v1/sources/{appid}/access-token",
    id: "getAccessToken",
    summary: "Get the access token of a source, for another service of yours. Needs a key with the right `token`",
    by: "key",
    answers: { 200: { what: "The token, valid for at least five minutes", schema: accessTokenView } },
    problems: tokenProblems,
  },
  {
    method: "POST",
    path: "/admin/v1/sources/{appid}/access-token",
    id: "replaceAccessToken",
    summary:
      "Get the access token after WeChat refused one with 40001: it is fetched again once, without forcing a new one",
    by: "key",
    body: refusedToken,
    answers: { 200: { what: "The token", schema: accessTokenView } },
    problems: [...tokenProblems, "invalid_request", "too_large"],
  },
  {
    method: "GET",
    path: "/admin/v1/sources/{appid}/jsapi-ticket",
    id: "getJsapiTicket",
    summary: "Get the jsapi ticket of a source",
    by: "key",
    answers: { 200: { what: "The ticket", schema: ticketView } },
    problems: tokenProblems,
  },
  {
    method: "GET",
    path: "/admin/v1/sources/{appid}/jsapi-config",
    id: "signPage",
    summary: "A page's address, signed for `wx.config`",
    by: "key",
    query: { url: "The page's address, as in `location.href`" },
    answers: { 200: { what: "The arguments of `wx.config`", schema: jsapiConfigView } },
    problems: [...tokenProblems, "invalid_request"],
  },
];
