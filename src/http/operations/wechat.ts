import { oauthOutcome, oauthReturn } from "../../wire/oauth.ts";
import type { Operation } from "./operation.ts";

const pushHeaders = { "Content-Type": "`text/xml`" };

/** What WeChat calls, and what it sends browsers back to. */
export const wechatOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/wechat/{appid}/push",
    id: "verifyPushUrl",
    summary: "WeChat's verification of the server URL",
    answers: { 200: { what: "The `echostr`", type: "text/plain" }, 403: { what: "Not WeChat" } },
  },
  {
    method: "POST",
    path: "/wechat/{appid}/push",
    id: "receivePush",
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
    id: "getOauthPage",
    summary: "Where WeChat sends browsers back to: a page that posts `code` and `state` of its address",
    answers: { 200: { what: "The page", type: "text/html" } },
    problems: ["not_found"],
  },
  {
    method: "POST",
    path: "/wechat/{appid}/oauth",
    id: "takeOauthCode",
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
    id: "getOauthScript",
    summary: "The script of that page",
    answers: { 200: { what: "The script", type: "text/javascript" } },
  },
];
