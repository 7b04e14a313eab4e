import type { ErrorCode } from "../../domain/errors.ts";

/** What can go wrong with every operation that reads a list. */
export const looking: readonly ErrorCode[] = ["invalid_request", "key_needed", "host_not_ours", "store_unavailable"];

/** The query of every list that comes by pages. */
export const paging = {
  cursor: "Where the page before ended, as its `next` says",
  limit: "How many at most; 1 to 200, default 50",
};
