import type { Operation } from "../../http/operations/operation.ts";
import { lettersView, webhooksView } from "../../wire/admin.ts";
import { looking, paging } from "./paging.ts";

/** The operations of webhooks and their letters. */
export const webhooksOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/admin/v1/webhooks",
    id: "listWebhooks",
    summary: "List the endpoints with the number of their waiting letters",
    by: "key",
    answers: { 200: { what: "All endpoints of the configuration", schema: webhooksView } },
    problems: ["key_needed", "host_not_ours", "store_unavailable"],
  },
  {
    method: "GET",
    path: "/admin/v1/webhooks/{id}/letters",
    id: "listLetters",
    summary: "List the letters to an endpoint, oldest first",
    by: "key",
    query: { state: "Which: `waiting`, `delivered` or `dead`, the default", ...paging },
    answers: { 200: { what: "A page of letters", schema: lettersView } },
    problems: [...looking, "webhook_not_found"],
  },
  {
    method: "POST",
    path: "/admin/v1/webhooks/{id}/letters/{letter}/resend",
    id: "resendLetter",
    summary: "Send a letter again, out of order, which its body says",
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
