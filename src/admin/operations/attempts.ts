import type { Operation } from "../../http/operations/operation.ts";
import { attemptsView, loggedAttemptView } from "../../wire/admin.ts";
import { looking, paging } from "./paging.ts";

/** Attempts and their logs. */
export const attemptsOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/admin/v1/attempts",
    id: "searchAttempts",
    summary: "Attempts by one thing that is known of them, or all, the newest first",
    by: "key",
    query: {
      account: "The id of an account",
      openid: "A person's openid",
      status: "What they came to, such as `declined` or `expired`",
      ...paging,
    },
    answers: { 200: { what: "A page of attempts", schema: attemptsView } },
    problems: looking,
  },
  {
    method: "GET",
    path: "/admin/v1/attempts/{id}",
    id: "getAttemptLog",
    summary: "What happened to an attempt: its steps, pushes, replies and calls to WeChat",
    by: "key",
    answers: { 200: { what: "The attempt and its log", schema: loggedAttemptView } },
    problems: [...looking, "attempt_not_found"],
  },
];
