import type { Operation } from "../../http/operations/operation.ts";
import { attemptsView, loggedAttemptView } from "../../wire/admin.ts";
import { looking, paging } from "./paging.ts";

/** The operations of attempts and their logs. */
export const attemptsOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/admin/v1/attempts",
    id: "searchAttempts",
    summary: "List all attempts, or find them by one property, newest first",
    by: "key",
    query: {
      account: "The id of an account",
      openid: "A person's openid",
      status: "The status, such as `declined` or `expired`",
      ...paging,
    },
    answers: { 200: { what: "A page of attempts", schema: attemptsView } },
    problems: looking,
  },
  {
    method: "GET",
    path: "/admin/v1/attempts/{id}",
    id: "getAttemptLog",
    summary: "Get an attempt with its log: steps, pushes, replies and calls to WeChat",
    by: "key",
    answers: { 200: { what: "The attempt and its log", schema: loggedAttemptView } },
    problems: [...looking, "attempt_not_found"],
  },
];
