import type { Operation } from "../../http/operations/operation.ts";
import { lettersView, webhooksView } from "../../wire/admin.ts";
import { looking, paging } from "./paging.ts";

/** Webhooks and their letters. */
export const webhooksOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/admin/v1/webhooks",
    id: "listWebhooks",
    summary: "The services that events are sent to, and how much waits for each",
    by: "key",
    answers: { 200: { what: "All of the configuration's", schema: webhooksView } },
    problems: ["key_needed", "host_not_ours", "store_unavailable"],
  },
  {
    method: "GET",
    path: "/admin/v1/webhooks/{id}/letters",
    id: "listLetters",
    summary: "Letters to one of them, the oldest first",
    by: "key",
    query: { state: "Which: `waiting`, `delivered` or `dead`, the default", ...paging },
    answers: { 200: { what: "A page of letters", schema: lettersView } },
    problems: [...looking, "webhook_not_found"],
  },
  {
    method: "POST",
    path: "/admin/v1/webhooks/{id}/letters/{letter}/resend",
    id: "resendLetter",
    summary: "Send a letter again, out of order; its body says so",
    by: "key",
    answers: { 202: { what: "It is sent within a second" } },
    problems: [
      "key_needed",
      "key_may_not",
      "host_not_ours",
      "webhook_not_found",
      "letter_not_found",
      "letter_waiting",
      "store_unavailable",
    ],
  },
];
