import type { ErrorCode } from "../domain/errors.ts";
import type { Operation } from "../http/operations/operation.ts";
import { accountDetails, accountsView, auditView, deletedAccount, endedSessions, sessionsView } from "../wire/admin.ts";
import { description, health } from "../wire/service.ts";

const looking: readonly ErrorCode[] = ["invalid_request", "key_needed", "host_not_ours", "store_unavailable"];
const changing: readonly ErrorCode[] = [
  "key_needed",
  "key_may_not",
  "host_not_ours",
  "account_not_found",
  "store_unavailable",
];

const paging = {
  cursor: "Where the page before ended, as its `next` says",
  limit: "How many at most; 1 to 200, default 50",
};

/** Every route of the operator's listener. */
export const adminOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/healthz",
    id: "getAdminHealth",
    summary: "Whether the process answers",
    answers: { 200: { what: "It does", schema: health } },
    problems: ["host_not_ours"],
  },
  {
    method: "GET",
    path: "/metrics",
    id: "getMetrics",
    summary: "Metrics, for Prometheus. Needs no key on a loopback listener",
    by: "key",
    answers: { 200: { what: "Prometheus' text format", type: "text/plain" } },
    problems: ["key_needed", "host_not_ours"],
  },
  {
    method: "GET",
    path: "/admin/openapi.json",
    id: "getAdminDescription",
    summary: "This description",
    answers: { 200: { what: "OpenAPI 3.1", schema: description } },
    problems: ["host_not_ours"],
  },
  {
    method: "GET",
    path: "/admin/v1/accounts",
    id: "searchAccounts",
    summary: "Accounts by one thing that is known of them, or all, the newest first",
    by: "key",
    query: {
      id: "The account's id",
      name: "How its name begins, as it is written",
      openid: "The person's openid at any source of the configuration",
      unionid: "Their unionid on any platform of it",
      phone: "Their phone, as in 13800138000 or +8613800138000",
      ...paging,
    },
    answers: { 200: { what: "A page of accounts", schema: accountsView } },
    problems: looking,
  },
  {
    method: "GET",
    path: "/admin/v1/accounts/{id}",
    id: "getAccount",
    summary: "An account, its WeChats and its sessions",
    by: "key",
    answers: { 200: { what: "The account", schema: accountDetails } },
    problems: [...looking, "account_not_found"],
  },
  {
    method: "DELETE",
    path: "/admin/v1/accounts/{id}",
    id: "deleteAccount",
    summary: "Delete a person: the account and everything that is kept about them",
    by: "key",
    answers: { 200: { what: "What went", schema: deletedAccount } },
    problems: changing,
  },
  {
    method: "GET",
    path: "/admin/v1/accounts/{id}/sessions",
    id: "listSessions",
    summary: "Its sessions, ended ones for thirty days too, the newest first",
    by: "key",
    query: paging,
    answers: { 200: { what: "A page of sessions", schema: sessionsView } },
    problems: [...looking, "account_not_found"],
  },
  {
    method: "DELETE",
    path: "/admin/v1/accounts/{id}/sessions",
    id: "endSessions",
    summary: "Sign a person out everywhere; their browsers are strangers again",
    by: "key",
    answers: { 200: { what: "They are ended", schema: endedSessions } },
    problems: changing,
  },
  {
    method: "DELETE",
    path: "/admin/v1/accounts/{id}/sessions/{session}",
    id: "endSession",
    summary: "Sign a person out of one browser or device",
    by: "key",
    answers: { 204: { what: "It is ended" } },
    problems: [...changing, "session_not_found"],
  },
  {
    method: "PUT",
    path: "/admin/v1/accounts/{id}/identities/{identity}/lost",
    id: "markWechatLost",
    summary: "Mark a WeChat as lost: it signs nobody in, approves nothing, is told nothing, and its sessions end",
    by: "key",
    answers: { 204: { what: "It is marked" } },
    problems: [...changing, "identity_not_found"],
  },
  {
    method: "DELETE",
    path: "/admin/v1/accounts/{id}/identities/{identity}/lost",
    id: "markWechatFound",
    summary: "Take the mark back",
    by: "key",
    answers: { 204: { what: "It is not lost" } },
    problems: [...changing, "identity_not_found"],
  },
  {
    method: "GET",
    path: "/admin/v1/audit",
    id: "listAudit",
    summary: "What the operator changed, the oldest first",
    by: "key",
    query: paging,
    answers: { 200: { what: "A page of lines", schema: auditView } },
    problems: looking,
  },
];
