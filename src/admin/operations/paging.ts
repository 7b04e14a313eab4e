import type { ErrorCode } from "../../domain/errors.ts";

/** The errors of every operation that reads a list. */
export const looking: readonly ErrorCode[] = ["invalid_request", "key_needed", "host_not_ours", "store_unavailable"];

/** The query parameters of every paged list. */
export const paging = {
  cursor: "The `next` of the previous page",
  limit: "The maximum number of entries; 1 to 200, default 50",
};
